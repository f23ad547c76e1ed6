/** Refusals of the locations room. */
import { catalogue } from '../../kernel/problem.ts';

export const locationProblems = catalogue('locations', {
  unknown: { status: 404, title: 'There is no such location' },
  calendar: { status: 422, title: 'The calendar cannot be used as it is' },
  not_found_on_map: { status: 422, title: 'The address cannot be placed on the map' },
  kind_fixed: { status: 409, title: 'A location keeps its kind' },
});
