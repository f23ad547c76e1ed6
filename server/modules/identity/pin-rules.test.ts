/** Which PINs are refused as too easy, and which are taken. */
import { describe, expect, it } from 'vitest';
import { deviceNameOf } from './device-name.ts';
import { trivialPin } from './pin-rules.ts';

describe('a PIN that others try first', () => {
  it.each(['0000', '1111', '999999', '1234', '4321', '2345', '0123', '7890', '9876', '123456', '654321', '1212', '474747', '123123', '1984', '2001', '2580', '6969'])('%s is refused', (pin) => {
    expect(trivialPin(pin)).toBe(true);
  });
  it.each(['4711', '8305', '2013', '1949', '50718', '918273', '1235', '7001'])('%s is taken', (pin) => {
    expect(trivialPin(pin)).toBe(false);
  });
});

describe('the name of a device', () => {
  it.each([
    ['Mozilla/5.0 (Linux; Android 14; SM-X210) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36', 'Android tablet, Chrome'],
    ['Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36', 'Android phone, Chrome'],
    ['Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1', 'iPad, Safari'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0', 'Windows, Edge'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0', 'Linux, Firefox'],
    ['curl/8.5.0', 'browser'],
  ])('%s', (agent, name) => {
    expect(deviceNameOf(agent)).toBe(name);
  });
});
