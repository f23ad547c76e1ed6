/** The office's door: customer service, operations, merchandising, finance and administration. */
import { createRouter, RouterProvider } from '@tanstack/react-router';
import { PageProblem } from '../parts/PageProblem.tsx';
import { Gate, openDoor } from '../shell/Door.tsx';
import { accountRoutes } from './accounts/routes.ts';
import { connectionRoutes } from './connections/routes.ts';
import { customerRoutes } from './customers/routes.ts';
import { insightRoutes } from './insight/routes.ts';
import { locationRoutes } from './locations/routes.ts';
import { messageRoutes } from './messages/routes.ts';
import { orderRoutes } from './order/routes.ts';
import { orderListRoutes } from './orders/routes.ts';
import { overviewRoutes } from './overview/routes.ts';
import { productRoutes } from './products/routes.ts';
import { queueRoutes } from './queues/routes.ts';
import { officeRoute } from './root.ts';
import { ruleRoutes } from './rules/routes.ts';
import { stockRoutes } from './stock/routes.ts';

const router = createRouter({
  basepath: '/office', scrollRestoration: true, defaultPreload: 'intent',
  defaultErrorComponent: ({ error }) => <PageProblem error={error} retry={() => location.reload()} />,
  routeTree: officeRoute.addChildren([...overviewRoutes, ...orderListRoutes, ...orderRoutes, ...customerRoutes, ...queueRoutes, ...stockRoutes, ...productRoutes, ...locationRoutes, ...insightRoutes, ...ruleRoutes, ...messageRoutes, ...connectionRoutes, ...accountRoutes]),
});

openDoor(<Gate door="office"><RouterProvider router={router} /></Gate>);
