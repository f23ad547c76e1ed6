/** The steps as bars that hang from one another: what is there, what takes from it, what is left. */
import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useReducedMotion } from '@mantine/hooks';
import { useFormat } from '../../shell/format.ts';
import type { Step } from './Steps.tsx';
import { useSkuWords } from './words.ts';

/** The chart changes the rows it is given, so it gets its own each time. */
export function WaterfallChart({ steps, sell }: { steps: readonly Step[]; sell: number }) {
  const words = useSkuWords();
  const format = useFormat();
  const still = useReducedMotion();
  const rows = [
    ...steps.map(({ step, change }) => ({ name: words.steps[step], value: change ?? 0, color: step === 'on_hand' || (change ?? 0) > 0 ? 'gray.5' : 'orange.6' })),
    { name: words.sell, value: sell, color: 'spil.6', standalone: true },
  ];
  return (
    <div role="img" aria-label={words.chart}>
      <BarChart h={rows.length * 34 + 40} data={rows} dataKey="name" type="waterfall" orientation="vertical" series={[{ name: 'value', label: words.change, color: 'gray.5' }]} valueFormatter={(value) => format.number(value)} accessibilityLayer={false}
        yAxisProps={{ width: 165, tickLine: false, interval: 0 }} xAxisProps={{ allowDecimals: false }} gridAxis="y" barProps={{ isAnimationActive: !still, radius: 3 }} maxBarWidth={20} withTooltip={false} />
    </div>
  );
}
