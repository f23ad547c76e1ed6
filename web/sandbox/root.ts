/** The root of the sandbox's addresses: everything under /sandbox. */
import { createRootRoute } from '@tanstack/react-router';
import { SandboxLayout } from './SandboxLayout.tsx';

export const sandboxRoute = createRootRoute({ component: SandboxLayout });
