/** One rule: its form by kind, on the page that every setting has. */
import { useQuery } from '@tanstack/react-query';
import { Refused } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { text } from '../../parts/settings/form.ts';
import type { Body, FormProps } from '../../parts/settings/form.ts';
import { SettingEditor } from '../../parts/settings/SettingEditor.tsx';
import { FIRST_BRAND, FIRST_SELLING, FIRST_STRATEGY } from './forms.ts';
import { BrandForm, ReasonsForm, TextForm } from './OtherForms.tsx';
import { ruleRoute } from './routes.ts';
import { SellingForm } from './SellingForm.tsx';
import { StrategyForm } from './StrategyForm.tsx';
import { useWords } from './words.ts';

const FORMS: Readonly<Record<string, (props: FormProps) => React.ReactNode>> = { strategy: StrategyForm, availability: SellingForm, 'short-reasons': ReasonsForm, brand: BrandForm };
const FIRST: Readonly<Record<string, Body>> = { strategy: FIRST_STRATEGY, availability: FIRST_SELLING, brand: FIRST_BRAND };

export default function RulePage() {
  const { kind, name } = ruleRoute.useParams();
  const { version } = ruleRoute.useSearch();
  const navigate = ruleRoute.useNavigate();
  const words = useWords();
  const kindName = (words.kinds as Readonly<Record<string, string>>)[kind] ?? kind;
  const reasons = useQuery({ ...read('listShortReasons', {}), enabled: kind === 'short-reasons' });
  // Who may not read the reasons of the shop floor writes them from nothing.
  const usual = reasons.data ? { reasons: reasons.data.reasons as unknown } : reasons.error instanceof Refused ? { reasons: [] } : undefined;
  return (
    <SettingEditor kind={kind} name={name} version={version} address={`/rules/${kind}/${name}`} first={kind === 'short-reasons' ? usual : FIRST[kind] ?? {}} form={FORMS[kind] ?? TextForm} description={kindName}
      title={(body) => text(body['name']) || (kind === 'strategy' || kind === 'availability' ? name : kindName)} onVersion={(next) => navigate({ to: '.', search: { version: next } })} />
  );
}
