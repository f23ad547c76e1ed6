/** A dialog with one thing to do: its fields, what went wrong, and the button that does it; Escape and the cross leave everything as it was. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useOrder } from '../context.ts';
import { useDialogWords } from '../words-dialogs.ts';

export interface FormModalProps {
  title: string;
  /** One sentence on what it does. */
  help?: string;
  /** The button: what happens when it is pressed. */
  action: string;
  danger?: boolean;
  disabled?: boolean;
  busy: boolean;
  error: unknown;
  onSubmit: () => void;
  size?: string | number;
  children: ReactNode;
}

/** A dialog's title reads as a heading. */
const TITLE = { title: { fontWeight: 650, fontSize: '1.15rem' } };

/** The first field gets the focus, not the cross: Mantine's trap looks for this mark. */
const focusFirst = (form: HTMLFormElement | null): void => { if (form?.querySelector('[data-autofocus]') === null) form.querySelector('input:not([type=hidden]), textarea')?.setAttribute('data-autofocus', 'true'); };

export function FormModal({ title, help, action, danger = false, disabled = false, busy, error, onSubmit, size = 'lg', children }: FormModalProps) {
  const { open } = useOrder();
  const words = useDialogWords();
  return (
    <Modal opened onClose={() => open(null)} title={title} size={size} closeButtonProps={{ 'aria-label': words.close }} returnFocus styles={TITLE}>
      <form ref={focusFirst} onSubmit={(event) => { event.preventDefault(); if (!disabled && !busy) onSubmit(); }} noValidate>
        <Stack gap="md">
          {help !== undefined && <Text size="sm" c="dimmed">{help}</Text>}
          {children}
          <ProblemAlert error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => open(null)}>{words.back}</Button>
            <Button type="submit" loading={busy} disabled={disabled} {...(danger ? { color: 'red.8' } : {})}>{action}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
