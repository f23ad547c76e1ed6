/** The sandbox's door: in the demo, a visitor plays everything around the company. */
import { createRouter, RouterProvider } from '@tanstack/react-router';
import { PageProblem } from '../parts/PageProblem.tsx';
import { openDoor } from '../shell/Door.tsx';
import { erpRoutes } from './erp/routes.ts';
import { faultRoutes } from './faults/routes.ts';
import { mailboxRoutes } from './mailbox/routes.ts';
import { parcelRoutes } from './parcels/routes.ts';
import { paymentRoutes } from './payments/routes.ts';
import { robotRoutes } from './robots/routes.ts';
import { sandboxRoute } from './root.ts';
import { shopRoutes } from './shop/routes.ts';
import { startRoutes } from './start/routes.ts';

const router = createRouter({
  basepath: '/sandbox', scrollRestoration: true, defaultPreload: 'intent',
  defaultErrorComponent: ({ error }) => <PageProblem error={error} retry={() => location.reload()} />,
  routeTree: sandboxRoute.addChildren([...startRoutes, ...shopRoutes, ...mailboxRoutes, ...parcelRoutes, ...paymentRoutes, ...faultRoutes, ...erpRoutes, ...robotRoutes]),
});

openDoor(<RouterProvider router={router} />);
