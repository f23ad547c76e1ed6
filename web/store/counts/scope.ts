/** What a count is about, in a few words. */
import type { Answer } from '../../api/client.ts';
import { useCountWords } from './words.ts';

type Scope = Pick<Answer<'getCount'>, 'scope' | 'names'>;

export function useScopeWord(): (scope: Scope) => string {
  const { scope: words } = useCountWords();
  return ({ scope, names }) => {
    switch (scope.kind) {
      case 'all': return words.all;
      case 'products': return words.named(names, scope.products.length);
      case 'skus': return words.named(names, scope.skus.length);
      case 'places': return words.places(scope.from, scope.to);
      default: return scope satisfies never;
    }
  };
}
