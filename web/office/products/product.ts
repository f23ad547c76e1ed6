/** A product as its page and its forms know it. */
import type { Answer } from '../../api/client.ts';

export type Product = Answer<'getProduct'>;

export type Variant = Product['variants'][number];
