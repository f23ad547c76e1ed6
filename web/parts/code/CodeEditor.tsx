/** An editor for a small language: colours, completion with explanations, and what is wrong underlined where it is. Loaded by the pages that write. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import type { StreamParser } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { Input } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';

const COLOURS = HighlightStyle.define([
  { tag: tags.string, color: 'light-dark(#8a3b12, #f0a45c)' }, { tag: tags.number, color: 'light-dark(#2257a8, #8db9ff)' },
  { tag: tags.keyword, color: 'light-dark(#7a1f8a, #e0a3ef)', fontWeight: '600' }, { tag: tags.function(tags.variableName), color: 'light-dark(#0a6c5b, #4fd0b5)' }, { tag: tags.tagName, color: 'light-dark(#2257a8, #8db9ff)' },
]);

const LOOK = EditorView.theme({
  '&': { border: '1px solid var(--mantine-color-default-border)', borderRadius: 'var(--mantine-radius-md)', background: 'var(--mantine-color-body)', fontSize: '14px' },
  '&.cm-focused': { outline: '3px solid var(--mantine-primary-color-filled)', outlineOffset: '1px' },
  '.cm-content': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace', padding: '8px', minHeight: '38px', caretColor: 'var(--mantine-color-text)' },
  '.cm-scroller': { maxHeight: '60vh' },
  '.cm-gutters': { background: 'transparent', border: 'none' },
  '.cm-tooltip': { background: 'var(--mantine-color-body)', color: 'var(--mantine-color-text)', border: '1px solid var(--mantine-color-default-border)', borderRadius: '8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--mantine-primary-color-light)', color: 'var(--mantine-color-text)' },
});

export interface Suggestion { label: string; detail: string; info: string; kind: 'variable' | 'property' | 'function' | 'keyword'; /** What is put in; `label` when left out. */ apply?: string }
/** What may be written at a position, and from where it replaces; null where nothing is offered. */
export type Complete = (text: string, position: number) => { from: number; suggestions: readonly Suggestion[] } | null;
export interface CodeProblem { message: string; line?: number | undefined; column?: number | undefined }

export interface CodeEditorProps {
  label: string;
  description?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  /** How the language is coloured; made once, outside of the component. */
  language: StreamParser<unknown>;
  complete: Complete;
  problems: readonly CodeProblem[];
  readOnly?: boolean;
}

/** Where a problem is, from its line and column to the end of the word there. */
function spanOf(state: EditorState, { line = 1, column = 1 }: CodeProblem): { from: number; to: number } {
  const { from, to, text } = state.doc.line(Math.max(1, Math.min(line, state.doc.lines)));
  const start = Math.max(from, Math.min(from + column - 1, to));
  const [word = ''] = /^[\w.]+|^./.exec(text.slice(start - from)) ?? [];
  return { from: word === '' && start > from ? start - 1 : start, to: start + word.length };
}

export function CodeEditor({ label, description, value, onChange, language, complete, problems, readOnly = false }: CodeEditorProps) {
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  // The editor keeps its own text and lives on while its props change; a text from outside comes in below.
  const latest = useRef({ onChange, complete, value });
  latest.current = { onChange, complete, value };
  useEffect(() => {
    const editor = new EditorView({
      ...(host.current ? { parent: host.current } : {}),
      state: EditorState.create({ doc: latest.current.value, extensions: [
        history(), StreamLanguage.define(language), syntaxHighlighting(COLOURS), bracketMatching(), closeBrackets(), lintGutter(), LOOK, EditorView.lineWrapping, EditorState.readOnly.of(readOnly),
        // Tab leaves the editor, as it leaves every field.
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        autocompletion({ override: [({ state, pos, explicit }) => {
          const found = latest.current.complete(state.doc.toString(), pos);
          if (!found || (!explicit && found.from === pos && state.sliceDoc(pos - 1, pos) !== '.')) return null;
          return { from: found.from, options: found.suggestions.map(({ kind, ...one }) => ({ ...one, type: kind })), validFor: /^\w*$/ };
        }] }),
        EditorView.contentAttributes.of({ 'aria-labelledby': id, 'aria-multiline': 'true', tabindex: '0' }),
        EditorView.updateListener.of(({ docChanged, state }) => { if (docChanged) latest.current.onChange(state.doc.toString()); }),
      ] }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [id, language, readOnly]);
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
