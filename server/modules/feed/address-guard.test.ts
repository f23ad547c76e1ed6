/** Proves that no URL that a customer of ours may type reaches our own network: hostile spellings, hostile names, hostile addresses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkWebhookUrl, forbiddenAddress, ForbiddenAddress, guardedLookup } from './address-guard.ts';
import type { Resolve } from './address-guard.ts';

/** One or more addresses of every range that is not the public internet. */
const INSIDE_4 = [
  '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.0.0.53', '127.255.255.254', '169.254.0.1', '169.254.169.254', '169.254.170.2',
  '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.0.192', '192.0.2.1', '192.88.99.1', '192.168.0.1', '192.168.255.255', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9',
  '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255', '168.63.129.16', '192.175.48.1', '192.31.196.1', '192.52.193.1',
];
const INSIDE_6 = [
  '::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:169.254.169.254', '::ffff:8.8.8.8', '::ffff:0:127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::10.0.0.1', '64:ff9b:1::1',
  '100::1', '2001::1', '2001:2::1', '2001:10::1', '2001:20::1', '2001:db8::1', '2002:7f00:1::', '2002:a00:1::1', '3fff::1', '5f00::1', 'fc00::1', 'fd00:ec2::254', 'fdff::1', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'fec0::1', 'ff02::1', 'ff0e::1', '4000::1',
];
const PUBLIC = ['8.8.8.8', '1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.1', '11.0.0.1', '100.63.255.255', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:400e:80d::200e'];

const decimal = (ip: string): string => String(ip.split('.').reduce((total, part) => total * 256 + Number(part), 0));
const parts = (ip: string): number[] => ip.split('.').map(Number);
const fullWidth = (text: string): string => text.replace(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
/** The same address as parsers of URLs also read it. */
const SPELLINGS: ((ip: string) => string)[] = [
  (ip) => ip, decimal, (ip) => `0x${Number(decimal(ip)).toString(16)}`, (ip) => `0${Number(decimal(ip)).toString(8)}`,
  (ip) => parts(ip).map((part) => `0${part.toString(8)}`).join('.'), (ip) => parts(ip).map((part) => `0x${part.toString(16)}`).join('.'),
  (ip) => `${parts(ip)[0]}.${decimal(`0.${ip.split('.').slice(1).join('.')}`)}`, (ip) => `${ip}.`, fullWidth, (ip) => ip.replaceAll('.', '。'), (ip) => ip.replaceAll('.', '%2e'),
];

const SPELLED = INSIDE_4.flatMap((ip) => SPELLINGS.map((spell) => `https://${spell(ip)}/hook`));
const BRACKETED = INSIDE_6.map((ip) => `https://[${ip.replace('%', '%25')}]/hook`);
const CRAFTED = [
  'http://example.com/', 'HTTP://shop.nl/', 'ftp://shop.nl/', 'file:///etc/passwd', 'gopher://shop.nl:70/_x', 'javascript:alert(1)', 'data:text/plain,x', 'ws://shop.nl/', 'unix:/var/run/docker.sock', 'https+unix://x/', 'dict://shop.nl:11211/',
  'https://user@shop.nl/', 'https://user:pass@shop.nl/', 'https://:@shop.nl/', 'https://@shop.nl/', 'https://shop.nl@127.0.0.1/', 'https://shop.nl:443@10.0.0.1/', 'https://127.0.0.1#@shop.nl/', 'https://127.0.0.1?@shop.nl/', 'https://127.0.0.1:443\\@shop.nl/',
  'https://localhost/', 'https://LOCALHOST/', 'https://localhost./', 'https://foo.localhost/', 'https://ｌｏｃａｌｈｏｓｔ/', 'https://ⓛocalhost/', 'https://printer.local/', 'https://intranet/', 'https://db/', 'https://metadata.google.internal/', 'https://vault.internal./',
  'https://router.home.arpa/', 'https://1.0.0.127.in-addr.arpa/', 'https://server.lan/', 'https://x.corp/', 'https://hidden.onion/', 'https://x.test/', 'https://x.invalid/', 'https://x.example/',
  'https://shop.nl:22/', 'https://shop.nl:25/', 'https://shop.nl:80/', 'https://shop.nl:2375/', 'https://shop.nl:3306/', 'https://shop.nl:5432/', 'https://shop.nl:6379/', 'https://shop.nl:9200/', 'https://shop.nl:11211/', 'https://shop.nl:27017/', 'https://shop.nl:0/', 'https://shop.nl:65535/', 'https://shop.nl:65536/', 'https://shop.nl:-1/',
  'https://shop.nl /', ' https://shop.nl/', 'https://shop.nl/\r\nHost: 10.0.0.1', 'https://sh\top.nl/', 'https://shop.nl\\@10.0.0.1/', 'https:\\\\shop.nl\\', 'https://shop.nl/\u0000', 'https:shop.nl', 'https:/shop.nl/', 'https:///shop.nl/', 'https://', 'https://?', 'https://#', '//shop.nl/', 'shop.nl', '', '/',
  'https://127.1/', 'https://127.0.1/', 'https://0/', 'https://0x0/', 'https://1/', 'https://256.256.256.256/', 'https://1.2.3.4.5/', 'https://0x7f.0.0.0x1/', 'https://[::1', 'https://[::1]x/', 'https://[v1.x]/', 'https://[127.0.0.1]/', 'https://[::ffff:127.0.0.1]./', 'https://..../', 'https://%00/', 'https://shop%2fnl/',
  'https://8.8.8.8/', 'https://[2606:4700:4700::1111]/', `https://shop.nl/${'a'.repeat(2000)}`,
];
const HOSTILE = [...SPELLED, ...BRACKETED, ...CRAFTED];

describe('URLs', () => {
  it(`refuses all ${HOSTILE.length} hostile ones`, () => {
    expect(HOSTILE.length).toBeGreaterThan(400);
    expect(HOSTILE.filter((text) => checkWebhookUrl(text).ok)).toEqual([]);
  });

  it.each([
    'https://shop.nl/', 'https://hooks.shop.nl/spil?token=abc#x', 'https://shop.nl:443/', 'https://shop.nl:8443/a', 'https://xn--bcher-kva.de/', 'https://bücher.de/', 'https://example.com./', 'https://10.example.com/', 'https://localhost.shop.nl/', 'https://internal.shop.nl/', 'https://shop.nl/a@b',
  ])('accepts %s', (text) => expect(checkWebhookUrl(text)).toMatchObject({ ok: true }));

  it.each([
    ['http://shop.nl/', 'not_https'], ['https://me:secret@shop.nl/', 'credentials'], ['https://0x7f000001/', 'forbidden_address'], ['https://9.9.9.9/', 'address_literal'], ['https://db/', 'local_name'], ['https://shop.nl:6379/', 'forbidden_port'], ['nonsense', 'unreadable'],
  ])('says of %s that it is %s', (text, code) => expect(checkWebhookUrl(text)).toMatchObject({ ok: false, code }));

  it('allows loopback on request, and nothing else with it', () => {
    for (const text of ['http://127.0.0.1:4000/', 'http://localhost:4000/', 'https://localhost/', 'http://[::1]:4000/']) expect(checkWebhookUrl(text, { allowLoopback: true }).ok, text).toBe(true);
    for (const text of ['http://10.0.0.1/', 'http://shop.nl/', 'https://db/', 'http://0.0.0.0:4000/', 'http://169.254.169.254/', 'http://me@localhost/']) expect(checkWebhookUrl(text, { allowLoopback: true }).ok, text).toBe(false);
  });

  it('allows another port on request', () => expect(checkWebhookUrl('https://shop.nl:9443/', { ports: [9443] }).ok).toBe(true));

  it('never accepts a URL whose host is an address, however it is put together', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4Extended(), fc.ipV6().map((ip) => `[${ip}]`), fc.ipV4()), (host) => !checkWebhookUrl(`https://${host}/`).ok));
  });
});

describe('addresses', () => {
  it.each([...INSIDE_4, ...INSIDE_6])('forbids %s', (address) => expect(forbiddenAddress(address)).not.toBeNull());
  it.each(PUBLIC)('allows %s', (address) => expect(forbiddenAddress(address)).toBeNull());
  it.each(['', 'shop.nl', '127.1', '0x7f.0.0.1', '2130706433', '0177.0.0.1', '1.2.3', '1.2.3.4.5', ':::1', '8.8.8.8:80', ' 8.8.8.8'])('forbids "%s", which is not an address', (text) => expect(forbiddenAddress(text)).toBe('not an IP address'));
  it('allows loopback on request only', () => {
    for (const address of ['127.0.0.1', '127.9.9.9', '::1']) expect(forbiddenAddress(address, { allowLoopback: true })).toBeNull();
    expect(forbiddenAddress('10.0.0.1', { allowLoopback: true })).not.toBeNull();
  });
  it('forbids every IPv4 address written inside an IPv6 one', () => {
    fc.assert(fc.property(fc.ipV4(), (ip) => [`::ffff:${ip}`, `::${ip}`, `64:ff9b::${ip}`].every((text) => forbiddenAddress(text) !== null)));
  });
});

describe('resolving', () => {
  const to = (...addresses: string[]): Resolve => (_host, done) => done(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  const looked = (resolve: Resolve, wanted: { all?: boolean; family?: number | 'IPv4' | 'IPv6' } = { all: true }) => new Promise<{ error: Error | null; address: unknown; family: unknown }>((settle) => {
    guardedLookup({}, resolve)('shop.nl', wanted, (error, address, family) => settle({ error, address, family }));
  });

  it('hands over the addresses it checked', async () => {
    expect(await looked(to('8.8.8.8', '2a00::1'))).toMatchObject({ error: null, address: [{ address: '8.8.8.8', family: 4 }, { address: '2a00::1', family: 6 }] });
    expect(await looked(to('8.8.8.8', '2a00::1'), {})).toMatchObject({ error: null, address: '8.8.8.8', family: 4 });
    expect(await looked(to('8.8.8.8', '2a00::1'), { family: 6 })).toMatchObject({ error: null, address: '2a00::1', family: 6 });
    expect(await looked(to('8.8.8.8', '2a00::1'), { family: 'IPv4', all: true })).toMatchObject({ error: null, address: [{ address: '8.8.8.8', family: 4 }] });
  });

  it('refuses a name of which one address is ours, without naming the address', async () => {
    const { error } = await looked(to('8.8.8.8', '10.1.2.3'));
    expect(error).toBeInstanceOf(ForbiddenAddress);
    expect(error?.message).not.toContain('10.1.2.3');
  });

  it('reports names without address and resolvers that fail', async () => {
    expect((await looked(to())).error).toMatchObject({ code: 'ENOTFOUND' });
    expect((await looked(to('8.8.8.8'), { family: 6 })).error).toMatchObject({ code: 'ENOTFOUND' });
    expect((await looked((_host, done) => done(Object.assign(new Error('no answer'), { code: 'EAI_AGAIN' }), []))).error).toMatchObject({ code: 'EAI_AGAIN' });
  });
});
