/** Writes an expression: completion with explanations, colours, and what is wrong underlined where it is. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { Input } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { suggestionsAt } from './completion.ts';
import type { Place } from './completion.ts';

const CEL = StreamLanguage.define({
  token: (stream) => {
    if (stream.match(/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/)) return 'string';
    if (stream.match(/\b\d+(?:\.\d+)?\b/)) return 'number';
    if (stream.match(/\b(?:true|false|null|in|has)\b/)) return 'keyword';
    if (stream.match(/[A-Za-z_]\w*(?=\()/)) return 'variableName.function';
    if (stream.match(/[A-Za-z_]\w*/)) return 'variableName';
    stream.next();
    return 'operator';
  },
});

const COLOURS = HighlightStyle.define([
  { tag: tags.string, color: 'light-dark(#8a3b12, #f0a45c)' }, { tag: tags.number, color: 'light-dark(#2257a8, #8db9ff)' },
  { tag: tags.keyword, color: 'light-dark(#7a1f8a, #e0a3ef)', fontWeight: '600' }, { tag: tags.function(tags.variableName), color: 'light-dark(#0a6c5b, #4fd0b5)' },
]);

const LOOK = EditorView.theme({
  '&': { border: '1px solid var(--mantine-color-default-border)', borderRadius: 'var(--mantine-radius-md)', background: 'var(--mantine-color-body)', fontSize: '14px' },
  '&.cm-focused': { outline: '3px solid var(--mantine-primary-color-filled)', outlineOffset: '1px' },
  '.cm-content': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace', padding: '8px', minHeight: '38px', caretColor: 'var(--mantine-color-text)' },
  '.cm-gutters': { background: 'transparent', border: 'none' },
  '.cm-tooltip': { background: 'var(--mantine-color-body)', color: 'var(--mantine-color-text)', border: '1px solid var(--mantine-color-default-border)', borderRadius: '8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--mantine-primary-color-light)', color: 'var(--mantine-color-text)' },
});

export interface CelProblem { message: string; line?: number | undefined; column?: number | undefined }
export interface CelEditorProps { label: string; description?: ReactNode; value: string; onChange: (value: string) => void; place: Place | undefined; problems: readonly CelProblem[]; readOnly?: boolean }

/** Where a problem is, from its line and column to the end of the word there. */
function spanOf(state: EditorState, { line = 1, column = 1 }: CelProblem): { from: number; to: number } {
  const { from, to, text } = state.doc.line(Math.min(line, state.doc.lines));
  const start = Math.min(from + column - 1, to);
  const [word = ''] = /^[\w.]+|^./.exec(text.slice(start - from)) ?? [];
  return { from: word === '' && start > from ? start - 1 : start, to: start + word.length };
}

export function CelEditor({ label, description, value, onChange, place, problems, readOnly = false }: CelEditorProps) {
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ onChange, place });
  latest.current = { onChange, place };
  useEffect(() => {
    const editor = new EditorView({
      ...(host.current ? { parent: host.current } : {}),
      state: EditorState.create({ doc: value, extensions: [
        history(), CEL, syntaxHighlighting(COLOURS), bracketMatching(), closeBrackets(), lintGutter(), LOOK, EditorView.lineWrapping, placeholder('true'), EditorState.readOnly.of(readOnly),
        // Tab leaves the editor, as it leaves every field.
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        autocompletion({ override: [({ state, pos, explicit }) => {
          const found = latest.current.place ? suggestionsAt(state.doc.toString(), pos, latest.current.place) : null;
          if (!found || (!explicit && found.from === pos && state.sliceDoc(pos - 1, pos) !== '.')) return null;
          return { from: found.from, options: found.suggestions.map(({ kind, ...one }) => ({ ...one, type: kind })), validFor: /^\w*$/ };
        }] }),
        EditorView.contentAttributes.of({ 'aria-labelledby': id, 'aria-multiline': 'true' }),
        EditorView.updateListener.of(({ docChanged, state }) => { if (docChanged) latest.current.onChange(state.doc.toString()); }),
      ] }),
    });
    view.current = editor;
    return () => editor.destroy();
    // The editor keeps its own text; a text from outside comes in below.
  }, [id, readOnly]);
  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== value) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch(setDiagnostics(editor.state, problems.map((problem) => ({ ...spanOf(editor.state, problem), severity: 'error', message: problem.message }))));
  }, [problems]);
  return (
    <Input.Wrapper label={label} labelProps={{ id, onClick: () => view.current?.focus() }} description={description} error={problems.length > 0 ? problems.map(({ message }) => message).join(' ') : undefined} labelElement="div">
      <div ref={host} />
    </Input.Wrapper>
  );
}
