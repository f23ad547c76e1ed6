/** What a count is about, in a few words. */
import type { Answer } from '../../api/client.ts';
import { useCountWords } from './words.ts';

type Scope = Answer<'getCount'>['scope'];

export function useScopeWord(): (scope: Scope) => string {
  const { scope: words } = useCountWords();
  return (scope) => {
    switch (scope.kind) {
      case 'all': return words.all;
      case 'products': return words.products(scope.products.length);
      case 'skus': return words.skus(scope.skus.length);
      case 'places': return words.places(scope.from, scope.to);
      default: return scope satisfies never;
    }
  };
}
