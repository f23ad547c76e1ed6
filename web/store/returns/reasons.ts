/** The retailer's words for why things come back and in which condition, in the shown language. */
import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { defineWords, useLanguage } from '../../shell/language.ts';

const useOwn = defineWords({ exchange: 'Exchange', not_collected: 'Not collected', withdrawal: 'Withdrawal' }, { exchange: 'Ruiling', not_collected: 'Niet afgehaald', withdrawal: 'Herroeping' });

export function useReturnReasons(): { reasons: { value: string; label: string }[]; conditions: { value: string; label: string; disposition: 'sellable' | 'damaged' }[] } {
  const language = useLanguage();
  const { data } = useQuery({ ...read('listReturnReasons', {}), staleTime: 3_600_000 });
  const of = (list: Answer<'listReturnReasons'>['reasons']): { value: string; label: string }[] => list.map(({ code, label }) => ({ value: code, label: label[language] }));
  return { reasons: of(data?.reasons ?? []), conditions: (data?.conditions ?? []).map(({ code, label, disposition }) => ({ value: code, label: label[language], disposition })) };
}

/** The word of a reason that is kept with a return; what somebody typed stays as it is. */
export function useReasonWord(): (code: string) => string {
  const { reasons } = useReturnReasons();
  const own: Readonly<Record<string, string>> = useOwn();
  return (code) => reasons.find(({ value }) => value === code)?.label ?? own[code] ?? code;
}
