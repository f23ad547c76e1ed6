/** The root of the office's addresses: everything under /office. */
import { createRootRoute } from '@tanstack/react-router';
import { OfficeLayout } from './OfficeLayout.tsx';

export const officeRoute = createRootRoute({ component: OfficeLayout });
