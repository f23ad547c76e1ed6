/** The sandbox's door. Not built yet. */
import { openDoor } from '../shell/Door.tsx';

openDoor(<main>sandbox</main>);
