/** One message: its texts per language with a preview that follows what is written, on the page that every setting has. */
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { PageProblem } from '../../parts/PageProblem.tsx';
import type { FormProps } from '../../parts/settings/form.ts';
import { SettingEditor } from '../../parts/settings/SettingEditor.tsx';
import { wordOf } from '../../parts/words.ts';
import { messageRoute } from './routes.ts';
import { TemplateForm } from './TemplateForm.tsx';
import { useWords } from './words.ts';

const Form = (props: FormProps) => <TemplateForm {...props} />;

export default function MessagePage() {
  const { kind } = messageRoute.useParams();
  const { version } = messageRoute.useSearch();
  const navigate = messageRoute.useNavigate();
  const words = useWords();
  const template = useQuery(read('getMessageTemplate', { kind }));
  if (template.error) return <PageProblem error={template.error} />;
  return (
    <SettingEditor kind="message-template" name={kind} version={version} address={`/messages/${kind}`} first={template.data ? { kind, texts: template.data.texts } : undefined} form={Form}
      title={() => wordOf(words.kinds, kind)} description={wordOf(words.about, kind)} onVersion={(next) => navigate({ to: '.', search: (before: object) => ({ ...before, version: next }) })} />
  );
}
