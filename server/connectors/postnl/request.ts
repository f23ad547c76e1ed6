/** Makes PostNL's label request from our parcel, refusing beforehand what PostNL's product rules would refuse. */
import type { Instant } from '../../kernel/clock.ts';
import type { Address } from '../../kernel/address.ts';
import type { LabelFormat, ParcelRequest } from '../../modules/shipping/ports.ts';
import { MAILBOX_PRODUCTS, PICKUP_PRODUCTS, RETURN_PRODUCTS } from './products.ts';
import { toDutchDate, toMessageTime } from './time.ts';

/** A parcel of several names the barcode of the first one; without it the parcels travel as separate shipments. */
export type PostNLParcel = ParcelRequest & { mainBarcode?: string | null };

export interface PostNLAccount {
  customerCode: string;
  customerNumber: string;
  /** Six digits of the depot where PostNL collects; left out when null. */
  collectionLocation: string | null;
}

interface VendorAddress {
  AddressType: '01' | '02' | '09';
  CompanyName?: string;
  Name?: string;
  Street: string;
  HouseNr: string;
  HouseNrExt?: string;
  Buildingname?: string;
  Zipcode: string;
  City: string;
  Region?: string;
  Countrycode: string;
}
interface VendorContact { ContactType: '01' | '02'; Email?: string; SMSNr?: string; TelNr?: string }
export interface LabelRequest {
  Customer: { Address: VendorAddress; CollectionLocation?: string; CustomerCode: string; CustomerNumber: string };
  Message: { MessageID: string; MessageTimeStamp: string; Printertype: string };
  Shipments: [{
    Addresses: VendorAddress[];
    Barcode: string;
    Contacts?: VendorContact[];
    DeliveryDate?: string;
    Dimension: { Weight: number };
    DownPartnerID?: string;
    DownPartnerLocation?: string;
    Groups?: { GroupType: '03'; GroupCount: number; GroupSequence: number; MainBarcode: string }[];
    ProductCodeDelivery: string;
    ProductOptions?: { Characteristic: string; Option: string }[];
    Reference: string;
    CustomerOrderNumber: string;
  }];
}

export interface Refusal { kind: 'refused'; code: string; reason: string; field: string | null }

/** PostNL's names for the printers we serve: PDF, and ZPL for 203 dpi which PostNL calls 200. */
export const PRINTER_TYPES: Readonly<Record<LabelFormat, string>> = { pdf: 'GraphicFile|PDF', zpl: 'Zebra|Generic ZPL II 200 dpi' };

/** Lengths of PostNL's fields. */
const NAME = 35;
const STREET = 95;

const refuse = (code: string, field: string | null, reason: string): Refusal => ({ kind: 'refused', code, reason, field });

/** What PostNL's product rules ask of a parcel, checked before a barcode is spent on it; null when all is well. */
export function refusalOf(parcel: PostNLParcel): Refusal | null {
  const { product, pickupPoint, receiver, weightGrams, count, sequence } = parcel;
  if (!/^\d{4,5}$/.test(product)) return refuse('product', 'product', `"${product}" is not a PostNL product code; it has four or five digits.`);
  for (const [party, address] of [['receiver', receiver], ['sender', parcel.sender], ['pickupPoint', pickupPoint?.address ?? null]] as const) {
    if (address) { const refusal = refusalOfAddress(party, address); if (refusal) return refusal; }
  }
  if (!Number.isSafeInteger(weightGrams) || weightGrams < 1 || weightGrams > 99_999) return refuse('weight', 'weightGrams', 'PostNL wants the weight in whole grams, from 1 to 99,999.');
  if (PICKUP_PRODUCTS.has(product) && !pickupPoint) return refuse('pickup-point', 'pickupPoint', `PostNL product ${product} goes to a pickup point, and none was chosen.`);
  if (!PICKUP_PRODUCTS.has(product) && pickupPoint) return refuse('product', 'product', `PostNL product ${product} does not go to a pickup point; choose 3533.`);
  if (MAILBOX_PRODUCTS.has(product) && parcel.deliveryDate === null) return refuse('12209', 'deliveryDate', `PostNL mailbox product ${product} needs a delivery date.`);
  if (MAILBOX_PRODUCTS.has(product) && count > 1) return refuse('count', 'count', 'A PostNL mailbox parcel always goes alone; announce each as a shipment of its own.');
  if (parcel.deliveryDate !== null && toDutchDate(parcel.deliveryDate) === null) return refuse('12210', 'deliveryDate', `"${parcel.deliveryDate}" is not a date such as 2026-03-01.`);
  if (RETURN_PRODUCTS.has(product) && !/^antwoordnummer$/i.test(receiver.street)) return refuse('1040501', 'receiver.street', 'A PostNL return goes to a reply number: write "Antwoordnummer" as street and the reply number as house number.');
  if (RETURN_PRODUCTS.has(product) && !mail(parcel.sender)) return refuse('110202', 'sender.email', 'A PostNL return needs the e-mail address of the customer who sends it.');
  if (sequence < 1 || sequence > count) return refuse('count', 'sequence', `Parcel ${sequence} of ${count} does not exist.`);
  if (parcel.barcode !== null && !/^\w{11,15}$/.test(parcel.barcode)) return refuse('barcode', 'barcode', `"${parcel.barcode}" is not a PostNL barcode; it has 11 to 15 letters and digits.`);
  return null;
}

function refusalOfAddress(party: 'receiver' | 'sender' | 'pickupPoint', address: Address): Refusal | null {
  const { postalCode, country, houseNumber, addition, street, city } = address;
  if (party !== 'sender' && !address.name && !address.company) return refuse('name', `${party}.name`, 'PostNL wants the name of a person or a company.');
  if (street.trim() === '') return refuse('11503', `${party}.street`, 'The street is missing.');
  if (city.trim() === '') return refuse('11502', `${party}.city`, 'The town is missing.');
  if (['NL', 'BE', 'LU'].includes(country) && houseNumber.trim() === '') return refuse('12213', `${party}.houseNumber`, 'The house number is missing.');
  if (country === 'NL' && !/^[1-9]\d{3}[A-Z]{2}$/.test(zipcode(address))) return refuse('12214', `${party}.postalCode`, `"${postalCode}" is not a Dutch postal code such as 3526 KL.`);
  if (country === 'BE' && !/^[1-9]\d{3}$/.test(zipcode(address))) return refuse('12214', `${party}.postalCode`, `"${postalCode}" is not a Belgian postal code such as 2000.`);
  for (const [field, value, limit] of [['street', street, STREET], ['city', city, NAME], ['houseNumber', houseNumber, NAME], ['addition', addition ?? '', NAME], ['postalCode', postalCode, 17]] as const) {
    if (value.length > limit) return refuse('length', `${party}.${field}`, `PostNL takes ${limit} characters at most here; found ${value.length}.`);
  }
  return null;
}

/** The whole request for one parcel; `warnings` tell what had to be shortened or left out. Ask `refusalOf` first. */
export function labelRequest(parcel: PostNLParcel, account: PostNLAccount, at: { barcode: string; now: Instant; messageId: string }): { request: LabelRequest; warnings: string[] } {
  const warnings: string[] = [];
  const shorten = (text: string | null, what: string): string | undefined => {
    const full = text?.trim() ?? '';
    if (full.length > NAME) warnings.push(`The ${what} was shortened to ${NAME} characters on the label.`);
    return full === '' ? undefined : full.slice(0, NAME).trim();
  };
  const address = (type: VendorAddress['AddressType'], who: string, from: Address): VendorAddress => compact({
    AddressType: type,
    CompanyName: shorten(from.company, `company name of the ${who}`),
    Name: shorten(from.name, `name of the ${who}`),
    Street: from.street.trim(),
    HouseNr: from.houseNumber.trim(),
    HouseNrExt: from.addition?.trim() || undefined,
    Buildingname: shorten(from.line2, `second address line of the ${who}`),
    Zipcode: zipcode(from),
    City: from.city.trim(),
    Region: shorten(from.region, `region of the ${who}`),
    Countrycode: from.country,
  });
  const { pickupPoint, sequence, count } = parcel;
  const isReturn = RETURN_PRODUCTS.has(parcel.product);
  const contact = contactOf(isReturn ? '02' : '01', isReturn ? parcel.sender : parcel.receiver);
  const main = sequence === 1 ? at.barcode : parcel.mainBarcode ?? null;
  if (count > 1 && main === null) warnings.push('The barcode of the first parcel is not known, so PostNL treats this parcel as a shipment of its own.');
  const abroad = pickupPoint !== null && pickupPoint.address.country !== 'NL';
  const date = parcel.deliveryDate === null ? null : toDutchDate(parcel.deliveryDate);
  const request: LabelRequest = {
    Customer: compact({ Address: address('02', 'sender', parcel.sender), CollectionLocation: account.collectionLocation ?? undefined, CustomerCode: account.customerCode, CustomerNumber: account.customerNumber }),
    Message: { MessageID: at.messageId.slice(-12), MessageTimeStamp: toMessageTime(at.now), Printertype: PRINTER_TYPES[parcel.format] },
    Shipments: [compact({
      Addresses: [address('01', 'receiver', parcel.receiver), ...(pickupPoint ? [address('09', 'pickup point', pickupPoint.address)] : [])],
      Barcode: at.barcode,
      Contacts: contact ? [contact] : undefined,
      DeliveryDate: date === null ? undefined : `${date} 12:00:00`,
      Dimension: { Weight: parcel.weightGrams },
      DownPartnerID: abroad ? pickupPoint.network ?? undefined : undefined,
      DownPartnerLocation: abroad ? pickupPoint.id : undefined,
      Groups: count > 1 && main !== null ? [{ GroupType: '03', GroupCount: count, GroupSequence: sequence, MainBarcode: main }] : undefined,
      ProductCodeDelivery: parcel.product,
      ProductOptions: parcel.options.length > 0 ? parcel.options.map(({ characteristic, option }) => ({ Characteristic: characteristic, Option: option })) : undefined,
      Reference: parcel.reference.slice(0, NAME),
      CustomerOrderNumber: parcel.reference.slice(0, NAME),
    })],
  };
  return { request, warnings };
}

const zipcode = ({ postalCode, country }: Address): string => (country === 'NL' || country === 'BE' ? postalCode.replace(/[\s.-]+/g, '').toUpperCase() : postalCode.trim().toUpperCase());
const mail = ({ email }: Address): string | undefined => (email && email.length <= 50 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : undefined);

/** PostNL takes telephone numbers of 10 to 17 characters; a Dutch or Belgian mobile number goes where PostNL sends its messages to. */
function contactOf(type: VendorContact['ContactType'], address: Address): VendorContact | null {
  const digits = address.phone?.replace(/[^\d+]/g, '') ?? '';
  const phone = digits.length >= 10 && digits.length <= 17 ? digits : undefined;
  const mobile = phone !== undefined && /^(?:06|\+316|00316|\+324|00324|04\d{8})/.test(phone);
  const contact: VendorContact = compact({ ContactType: type, Email: mail(address), SMSNr: mobile ? phone : undefined, TelNr: mobile ? undefined : phone });
  return Object.keys(contact).length > 1 ? contact : null;
}

/** The object without its undefined fields, as JSON would have it. */
function compact<Shape extends object>(shape: { [Key in keyof Shape]: Shape[Key] | undefined }): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Shape;
}
