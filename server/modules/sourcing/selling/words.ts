/** The words that the rules of selling may use: the channel, the product, the location, the kind of delivery, and what is there to promise. */
import type { Field, Vocabulary } from '../../documents/index.ts';
import { PLACE } from '../words.ts';

const CHANNEL: Record<string, Field> = {
  code: { type: 'string', description: 'Code of the sales channel, such as webshop' },
  name: { type: 'string', description: 'Name of the sales channel' },
  kind: { type: 'string', description: 'Kind of its connector, such as shopify, magento or till' },
  language: { type: 'string', description: 'Language of the channel, such as nl' },
};

const PRODUCT: Record<string, Field> = {
  sku: { type: 'string', description: 'Article' },
  kind: { type: 'string', description: 'Kind of article; what is kept in stock is "goods"' },
  tags: { type: 'list<string>', description: 'Tags of the article' },
};

const channel: Field = { type: 'Channel', description: 'The sales channel that is told how much it may sell' };
const product: Field = { type: 'Product', description: 'The article' };
const location: Field = { type: 'Location', description: 'The location that has it' };
const delivery: Field = { type: 'string', description: 'How the customer gets it: "ship", "pickup" or "pickup_point"' };
const available: Field = { type: 'int', description: 'Units that the location can still promise by the books, before these rules' };

/** For which channels a document is: nothing but the channel is known. */
export const CHANNEL_WORDS: Vocabulary = { name: 'for which channels rules of selling are', types: { Channel: CHANNEL }, variables: { channel }, functions: {} };

/** What is kept for some channels is kept against all others, however they deliver: only the article and the place are known. */
export const PLACE_WORDS: Vocabulary = { name: 'where stock is kept for channels', types: { Product: PRODUCT, Location: PLACE }, variables: { product, location }, functions: {} };

/** What is taken from the whole network knows no location. */
export const NETWORK_WORDS: Vocabulary = { name: 'what is held back of the network', types: { Channel: CHANNEL, Product: PRODUCT }, variables: { channel, product, delivery }, functions: {} };

/** A rule about one location. */
export const SELLING_WORDS: Vocabulary = {
  name: 'what may be sold from a location',
  types: { Channel: CHANNEL, Product: PRODUCT, Location: PLACE }, variables: { channel, product, location, delivery, available }, functions: {},
};
