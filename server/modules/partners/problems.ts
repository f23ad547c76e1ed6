/** Refusals of what external warehouses ask and tell. */
import { catalogue } from '../../kernel/problem.ts';

export const partnerProblems = catalogue('partners', {
  work_unknown: { status: 404, title: 'There is no such work order here' },
  location_unknown: { status: 404, title: 'There is no such location here' },
  location_missing: { status: 422, title: 'Which location is not said' },
  ended: { status: 409, title: 'This work order has ended' },
  nothing_asked: { status: 409, title: 'Nothing was asked' },
  reference_reused: { status: 422, title: 'This reference was used for something else' },
  impossible_time: { status: 422, title: 'This moment cannot be' },
  line_unknown: { status: 422, title: 'The work order has no such line' },
  counted_twice: { status: 422, title: 'A product is named twice' },
  difference_unknown: { status: 404, title: 'There is no such difference' },
  difference_closed: { status: 409, title: 'This difference is not open any more' },
  task_unknown: { status: 404, title: 'There is no such task' },
});
