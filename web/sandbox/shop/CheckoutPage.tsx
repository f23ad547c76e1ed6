/** The checkout: who buys, home or a store, how it is paid. */
import { Button, Card, Grid, Group, Radio, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useFormat } from '../../shell/format.ts';
import { useLanguage } from '../../shell/language.ts';
import { tell } from '../demo.ts';
import type { Choice, Customer, Method, OrderWish, Placed, Shop } from '../demo.ts';
import { shippingOf, useBasket, worthOf } from './basket.ts';
import { BasketCard } from './BasketCard.tsx';
import { DeliveryChoice, priceOfChoice, useOptions } from './DeliveryChoice.tsx';
import { ReserveCard } from './ReserveCard.tsx';
import { checkoutRoute } from './routes.ts';
import { useShopWords } from './words.ts';

/** Invented, and near the visitors' store; whoever tries it may be somebody else. */
const VERA: Omit<Customer, 'language'> = { first: 'Vera', last: 'Bezoeker', email: 'vera.bezoeker@post.example', street: 'Oudegracht', houseNumber: '112', postalCode: '3511 AW', city: 'Utrecht' };
const METHODS: readonly Method[] = ['ideal', 'creditcard', 'klarna'];
const FIELDS = ['first', 'last', 'email', 'street', 'houseNumber', 'postalCode', 'city'] as const;

export default function CheckoutPage() {
  const words = useShopWords();
  const format = useFormat();
  const language = useLanguage();
  const { shop }: { shop: Shop } = checkoutRoute.useSearch();
  const navigate = checkoutRoute.useNavigate();
  const [basket, keep] = useBasket(shop);
  const [customer, setCustomer] = useState<Customer>({ ...VERA, language });
  const [choice, setChoice] = useState<Choice | null>(null);
  const options = useOptions(shop, basket, customer.postalCode);
  const [method, setMethod] = useState<Method>('ideal');
  const [tried, setTried] = useState(false);
  const buy = useMutation({
    mutationFn: (wish: OrderWish) => tell<Placed>('/orders', wish),
    onSuccess: ({ number }) => {
      keep([]);
      void navigate({ to: '/shop/orders/$shop/$number', params: { shop, number } });
    },
  });
  if (basket.length === 0 && !buy.isPending && !buy.isSuccess) return <><PageHeader title={words.checkout} /><Empty title={words.emptyTitle} text={words.empty}><Button component={Link} to="/shop" search={{ shop } as never}>{words.back}</Button></Empty></>;
  // The app pays what Spil asks for the option; the other shops ask their own price.
  const shipping = shop === 'app' ? priceOfChoice(options.data, choice) ?? 0 : shippingOf(shop, worthOf(basket), choice?.kind === 'store');
  const amount = format.money(worthOf(basket) + shipping);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (choice === null) return;
    buy.mutate({ shop, choice: shop === 'app' ? choice : null, lines: basket.map(({ sku, quantity }) => ({ sku, quantity })), store: choice.kind === 'store' ? choice.store : null, method, customer });
  };
  return (
    <>
      <PageHeader title={words.checkout} actions={<Button variant="default" component={Link} to="/shop" search={{ shop } as never}>{words.back}</Button>} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Card withBorder padding="lg" component="form" onSubmit={submit}>
            <Stack gap="lg">
              <Person customer={customer} onChange={setCustomer} />
              <DeliveryChoice shop={shop} basket={basket} options={options} choice={choice} onChange={setChoice} missing={tried} />
              <Radio.Group label={<Title order={2} size="h3" component="span">{words.method}</Title>} value={method} onChange={(value) => setMethod(value as Method)}>
                <Stack gap="sm" mt="xs">{METHODS.map((value) => <Radio key={value} size="md" value={value} label={words.methods[value]} description={words.methodNote[value]} />)}</Stack>
              </Radio.Group>
              <ProblemAlert error={buy.error} />
              <Group justify="flex-end"><Button type="submit" size="md" loading={buy.isPending}>{words.buy(amount)}</Button></Group>
            </Stack>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}><Stack gap="lg"><BasketCard shop={shop} basket={basket} shipping={shipping} />{options.data && <ReserveCard shop={shop} basket={basket} stores={options.data.stores} customer={customer} />}</Stack></Grid.Col>
      </Grid>
    </>
  );
}

function Person({ customer, onChange }: { customer: Customer; onChange: (next: Customer) => void }) {
  const words = useShopWords();
  return (
    <Stack gap="sm">
      <Title order={2} size="h3">{words.who}</Title>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {FIELDS.map((field) => <TextInput key={field} label={words[field]} type={field === 'email' ? 'email' : 'text'} required withAsterisk={false} maxLength={100} value={customer[field]} onChange={({ currentTarget: { value } }) => onChange({ ...customer, [field]: value })} />)}
        <Select label={words.language} value={customer.language} allowDeselect={false} onChange={(value) => onChange({ ...customer, language: value === 'en' ? 'en' : 'nl' })} data={[{ value: 'nl', label: 'Nederlands' }, { value: 'en', label: 'English' }]} />
      </SimpleGrid>
      <Text size="sm" c="dimmed">{words.emailNote}</Text>
    </Stack>
  );
}
