/** Writes an expression in CEL with the words of its place. */
import type { StreamParser } from '@codemirror/language';
import { CodeEditor } from '../../parts/code/CodeEditor.tsx';
import type { CodeEditorProps } from '../../parts/code/CodeEditor.tsx';
import { suggestionsAt } from './completion.ts';
import type { Place } from './completion.ts';

const CEL: StreamParser<unknown> = {
  token: (stream) => {
    if (stream.match(/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/)) return 'string';
    if (stream.match(/\d+(?:\.\d+)?\b/)) return 'number';
    if (stream.match(/(?:true|false|null|in|has)\b/)) return 'keyword';
    if (stream.match(/[A-Za-z_]\w*(?=\()/)) return 'variableName.function';
    if (stream.match(/[A-Za-z_]\w*/)) return 'variableName';
    stream.next();
    return 'operator';
  },
};

export function CelEditor({ place, ...props }: Omit<CodeEditorProps, 'language' | 'complete'> & { place: Place | undefined }) {
  return <CodeEditor {...props} language={CEL} complete={(text, position) => (place ? suggestionsAt(text, position, place) : null)} />;
}
