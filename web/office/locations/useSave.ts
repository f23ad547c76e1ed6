/** Saving a location at the version that a form was opened on. */
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { LocationBody } from './calendar-form.ts';
import { useLocationFormWords } from './words.ts';

export interface Save { code: string; version: number | undefined; body: LocationBody }

export function useSaveLocation(done: (code: string) => void) {
  const words = useLocationFormWords();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ code, version, body }: Save) => call('putLocation', { location: code, body }, version === undefined ? {} : { ifMatch: version }),
    onSuccess: (_answer, { code }) => { void client.invalidateQueries(); notifications.show({ message: words.saved, color: 'teal' }); done(code); },
  });
}
