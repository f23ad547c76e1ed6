/** The manifest on paper, in the language of the screen. */
import { Button } from '@mantine/core';
import type { ButtonProps } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconPrinter } from '@tabler/icons-react';
import { call } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { canPrintHidden, openPdf, printPdf } from '../../printing/pdf.ts';
import { useLanguage } from '../../shell/language.ts';

export function PrintManifest({ manifest, label, ...props }: { manifest: string; label: string; 'data-autofocus'?: boolean } & ButtonProps) {
  const language = useLanguage();
  const print = useMutation({
    mutationFn: async () => {
      const paper = await call('getManifestDocument', { manifest, language });
      if (canPrintHidden()) await printPdf(paper);
      else openPdf(paper);
    },
  });
  return <><Button size="md" leftSection={<IconPrinter size={20} aria-hidden />} loading={print.isPending} onClick={() => print.mutate()} {...props}>{label}</Button><ProblemAlert error={print.error} /></>;
}
