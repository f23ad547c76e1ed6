/** The customer's door. Not built yet. */
import { openDoor } from '../shell/Door.tsx';

openDoor(<main>customer</main>);
