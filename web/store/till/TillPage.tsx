/** Selling at the counter: scan, say how each thing goes, take the money, give the receipt; with or without a connection. */
import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconGift, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { call } from '../../api/client.ts';
import { enqueue } from '../../offline/outbox.ts';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { sizeOf } from '../../parts/shop/sizes.ts';
import { useKept } from '../../parts/shop/useKept.ts';
import { codeIn } from '../../scanning/customer-code.ts';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { now } from '../../shell/clock.ts';
import { useFormat } from '../../shell/format.ts';
import { useLanguage } from '../../shell/language.ts';
import { EMPTY, isEmail, missingOf, saleOf, totalOf, withLine, withProduct, withReservation } from './basket.ts';
import type { Basket, BasketLine, Reservation } from './basket.ts';
import { CollectAt, Customer, SendTo } from './Going.tsx';
import { LineCard } from './LineCard.tsx';
import { OtherLine } from './OtherLine.tsx';
import { Paying } from './Paying.tsx';
import type { Payment } from './Paying.tsx';
import { deviceName, keepReceipt, laneOf, lastReceipts, nextReceipt } from './receipts.ts';
import type { Rang } from './receipts.ts';
import { tillRoute } from './routes.ts';
import { Sold } from './Sold.tsx';
import classes from './till.module.css';
import { useAssortment } from './useAssortment.ts';
import type { Assortment, Item } from './useAssortment.ts';
import { useTillWords } from './words.ts';

export default function TillPage() {
  const words = useTillWords();
  const { location } = tillRoute.useParams();
  const { query, find, named } = useAssortment(location);
  const [rang, setRang] = useState<Rang | null>(null);
  return (
    <Stack gap="md">
      <PageHeader title={words.title} description={words.description} />
      {rang !== null ? <Sold key={rang.key} rang={rang} onNext={() => setRang(null)} />
        : query.data ? <Selling assortment={query.data} find={find} named={named} onRang={setRang} />
          : query.isError ? <PageProblem error={query.error} retry={() => void query.refetch()} /> : <RowsLoading rows={3} />}
    </Stack>
  );
}

interface SellingProps { assortment: Assortment; find: (code: string) => Item | null; named: (text: string) => Item[]; onRang: (rang: Rang) => void }
/** A code of a reservation has six characters, its number some digits; barcodes are longer. */
const RESERVATION = /^([A-Z0-9]{6}|#?\d{5,10})$/i;
/** What is kept under a code or number in this store; without a connection nothing is found. */
async function reservedUnder(location: string, code: string): Promise<Reservation | null> {
  if (!RESERVATION.test(code)) return null;
  const { reservations } = await call('listReservations', { location, search: code }).catch(() => ({ reservations: [] }));
  return reservations.find((one) => one.can.includes('buy') && (one.code === code.toUpperCase() || one.number === code.replace('#', ''))) ?? null;
}
type Said = { text: string; wrong: boolean; code: string | null; found?: Item[] };

/** The receipt being made, kept on this device until it is paid. */
function useBasket({ find, named }: Pick<SellingProps, 'find' | 'named'>) {
  const words = useTillWords();
  const { location } = tillRoute.useParams();
  const [basket, setBasket, letGo] = useKept<Basket>(`till ${location}`, EMPTY);
  const [said, setSaid] = useState<Said | null>(null);
  /** No code of ours: perhaps a name that was typed. */
  const sayUnknown = (code: string): void => {
    const found = named(code);
    setSaid(found.length > 0 ? { text: words.called(code), wrong: false, code: null, found } : { text: words.unknown(code), wrong: true, code });
    if (found.length === 0) feedback('wrong');
  };
  const onScan = (code: string): void => {
    const item = find(code);
    if (item === null && RESERVATION.test(codeIn(code))) {
      void reservedUnder(location, codeIn(code)).then((found) => {
        if (!found) return sayUnknown(code);
        feedback('right');
        setBasket((before) => withReservation(before, found, (sku) => find(sku)?.vatRate ?? null, () => crypto.randomUUID()));
        return setSaid({ text: words.reservationAdded(found.number, found.customer, found.shelves.join(', ')), wrong: false, code: null });
      });
      return;
    }
    if (item === null) return sayUnknown(code);
    feedback(item.price === null ? 'wrong' : 'right');
    if (item.price === null) return setSaid({ text: words.noPrice(item.name), wrong: true, code });
    const { price } = item;
    setBasket((before) => withProduct(before, { ...item, price }, { code, size: sizeOf(item), key: crypto.randomUUID() }));
    setSaid({ text: words.added(item.name), wrong: false, code: null });
  };
  const change = (next: Partial<Basket>): void => setBasket((before) => ({ ...before, ...next }));
  const changeLine = (key: string, next: Partial<BasketLine>): void => setBasket((before) => withLine(before, key, next));
  const clear = (): void => { setBasket(EMPTY); setSaid(null); letGo(); };
  return { basket, change, changeLine, clear, said, setSaid, onScan };
}

function Selling({ assortment, find, named, onRang }: SellingProps) {
  const words = useTillWords();
  const format = useFormat();
  const language = useLanguage();
  const { location } = tillRoute.useParams();
  const { basket, change, changeLine, clear, said, setSaid, onScan } = useBasket({ find, named });
  const [other, setOther] = useState<{ kind: BasketLine['kind']; code: string | null } | null>(null);
  const [paying, setPaying] = useState(false);
  const { channel, currency, maxDiscount, cashRounding } = assortment;
  const goes = (way: BasketLine['way']): boolean => basket.lines.some((line) => line.way === way);
  /** Pressed twice it is still one sale. */
  const rung = useRef(false);
  const ring = ({ paid, rounding, change: back }: Payment): void => {
    if (rung.current) return;
    rung.current = true;
    const sale = saleOf(basket, { channel, location, currency, receipt: nextReceipt(location), soldAt: now().toISOString(), till: deviceName(), language, paid, rounding, sendingName: words.sendingName });
    const rang = { key: crypto.randomUUID(), sale, change: back };
    // Kept before it is shown: a receipt in the customer's hand is never lost.
    void enqueue('recordSale', { body: sale }, { lane: laneOf(location), key: rang.key, at: sale.soldAt }).then(() => {
      keepReceipt(rang);
      setPaying(false);
      clear();
      feedback('done');
      onRang(rang);
    }).finally(() => { rung.current = false; });
  };
  return (
    <div className={classes.page}>
      <Stack gap="md" miw={0}>
        <ScanField label={words.scan} onScan={onScan} disabled={paying || other !== null} />
        {said && <Alert variant="light" color={said.wrong ? 'red' : 'teal'} role={said.wrong ? 'alert' : 'status'} py="xs"><Group justify="space-between">{said.text}{said.wrong && <Button size="compact-md" variant="default" onClick={() => { setOther({ kind: 'goods', code: said.code }); setSaid(null); }}>{words.sellAnyway}</Button>}</Group></Alert>}
        {said?.found && <Stack gap="xs" component="section" aria-label={said.text}>{said.found.map((item) => <Button key={item.sku} variant="default" justify="space-between" h="auto" mih={44} py={6} rightSection={format.money(item.price ?? 0, currency)} styles={{ label: { whiteSpace: 'normal' } }} onClick={() => onScan(item.sku)}>{item.name}</Button>)}</Stack>}
        {basket.lines.length === 0 ? <Empty title={words.emptyTitle} text={words.empty} /> : <Rows label={words.basket}>{basket.lines.map((line) => <LineCard key={line.key} {...{ line, currency, maxDiscount }} onChange={(next) => changeLine(line.key, next)} />)}</Rows>}
        <Group><Button variant="default" leftSection={<IconGift size={20} aria-hidden />} onClick={() => setOther({ kind: 'gift_card', code: null })}>{words.giftCard}</Button><Button variant="default" onClick={() => setOther({ kind: 'goods', code: null })}>{words.other}</Button></Group>
        {basket.lines.length === 0 && <Last location={location} onChoose={onRang} />}
      </Stack>
      <Stack gap="md" miw={0}>
        {goes('later') && <CollectAt {...{ basket, channel }} onChange={change} />}
        {goes('home') && <SendTo {...{ basket, currency, channel }} onChange={change} />}
        {basket.lines.length > 0 && <Customer {...{ basket }} onChange={change} />}
        {basket.lines.length > 0 && <Total basket={basket} currency={currency} onPay={() => setPaying(true)} onClear={clear} />}
      </Stack>
      {other && <OtherLine {...other} currency={currency} onAdd={(line) => change({ lines: [...basket.lines, line] })} onClose={() => setOther(null)} />}
      {paying && <Paying total={totalOf(basket)} {...{ currency, cashRounding }} onPaid={ring} onClose={() => setPaying(false)} />}
    </div>
  );
}

function Total({ basket, currency, onPay, onClear }: { basket: Basket; currency: string; onPay: () => void; onClear: () => void }) {
  const words = useTillWords();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const missing = missingOf(basket);
  const total = format.money(totalOf(basket), currency);
  return (
    <section className={`${classes.card} ${classes.total}`} aria-label={words.total}>
      <Group justify="space-between" mb="sm"><Text fw={600}>{words.total}</Text><span className={classes.figure} role="status">{total}</span></Group>
      <Stack gap="xs">
        <Button size="lg" disabled={missing !== 'nothing' || !isEmail(basket.email)} onClick={onPay}>{missing === 'address' ? words.fillAddress : words.pay(total)}</Button>
        <Button variant="default" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsking(true)}>{words.clear}</Button>
      </Stack>
      {asking && <ConfirmDialog title={words.clear} text={words.clearText} action={words.clear} error={null} busy={false} onConfirm={() => { setAsking(false); onClear(); }} onClose={() => setAsking(false)} />}
    </section>
  );
}

/** The last receipts of this device, to print one again or to void it. */
function Last({ location, onChoose }: { location: string; onChoose: (rang: Rang) => void }) {
  const words = useTillWords();
  const format = useFormat();
  const last = lastReceipts(location);
  if (last.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label={words.lastTitle}>
      <Title order={2} size="h4">{words.lastTitle}</Title>
      {last.map((rang) => (
        <Button key={rang.key} variant="default" size="md" justify="space-between" h="auto" mih={52} py={6} onClick={() => onChoose(rang)} rightSection={<span style={{ whiteSpace: 'nowrap' }}>{format.money(rang.sale.total, rang.sale.currency)}</span>} styles={{ label: { whiteSpace: 'normal', lineHeight: 1.25, textAlign: 'start' } }}>
          {`${format.time(rang.sale.soldAt)} · ${rang.sale.receipt} · ${words.items(rang.sale.lines.reduce((sum, line) => sum + line.quantity, 0))}`}
        </Button>
      ))}
    </Stack>
  );
}
