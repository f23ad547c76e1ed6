/** What the PostNL simulator checks of a label request, with PostNL's own error codes. */
import { z } from 'zod';
import { MAILBOX_PRODUCTS, PICKUP_PRODUCTS, RETURN_PRODUCTS } from './products.ts';

const Loose = z.union([z.string(), z.number()]).transform(String);
const short = z.string().max(35).optional();
const AddressBody = z.object({
  AddressType: z.string().regex(/^\d{2}$/), Street: z.string().max(95).optional(), HouseNr: Loose.optional(), HouseNrExt: short, Zipcode: z.string().max(17).optional(),
  City: short, Countrycode: z.string().regex(/^[A-Z]{2}$/), Name: short, FirstName: short, CompanyName: short, Buildingname: short, Region: short,
});
export const ShipmentBody = z.object({
  Addresses: z.array(AddressBody).min(1),
  Barcode: z.string().min(11).max(15),
  Contacts: z.array(z.object({ ContactType: z.string().regex(/^\d{2}$/), Email: z.string().max(50).optional(), SMSNr: z.string().min(10).max(17).optional(), TelNr: z.string().min(10).max(17).optional() })).optional(),
  DeliveryDate: z.string().regex(/^[0-3]\d-[01]\d-[12]\d{3}\s[0-2]\d:[0-5]\d:[0-5]\d$/).optional(),
  Dimension: z.object({ Weight: Loose }),
  DownPartnerID: z.string().optional(), DownPartnerLocation: z.string().max(10).optional(),
  Groups: z.array(z.object({ GroupType: z.string().regex(/^\d{2}$/), GroupCount: z.coerce.number().int().optional(), GroupSequence: z.coerce.number().int().optional(), MainBarcode: z.string().min(11).max(15) })).optional(),
  ProductCodeDelivery: z.string().regex(/^\d{4,5}$/),
  ProductOptions: z.array(z.object({ Characteristic: z.string().regex(/^\d{3}$/), Option: z.string().regex(/^\d{3}$/) })).optional(),
  Reference: z.string().optional(),
});
export type ShipmentBody = z.infer<typeof ShipmentBody>;
export const LabelBody = z.object({
  Customer: z.object({ CustomerCode: z.string().min(1).max(6), CustomerNumber: z.string().min(1).max(8), CollectionLocation: z.string().length(6).optional(), Address: AddressBody.optional() }),
  Message: z.object({
    MessageID: z.string().min(1).max(12),
    MessageTimeStamp: z.string().regex(/^[0-3]\d-[01]\d-[12]\d{3}\s[0-2]\d:[0-5]\d:[0-5]\d$/),
    /** PostNL knows GIF, JPG and finer ZPL as well; the simulator draws what Spil asks for. */
    Printertype: z.enum(['GraphicFile|PDF', 'Zebra|Generic ZPL II 200 dpi']),
  }),
  Shipments: z.array(ShipmentBody).min(1).max(4),
});
export type LabelBody = z.infer<typeof LabelBody>;

export interface VendorError { Code: string; Description: string }
const error = (Code: string, Description: string): VendorError => ({ Code, Description });

/** The complaints about one shipment; none when it would be accepted. */
export function complaintsAbout(shipment: ShipmentBody, customer: LabelBody['Customer']): VendorError[] {
  const { ProductCodeDelivery: product, Addresses, Barcode, Contacts, Groups } = shipment;
  const receiver = Addresses.find(({ AddressType }) => AddressType === '01');
  const found: VendorError[] = [];
  if (!receiver) return [error('1270102', 'AddressType 01 is required')];
  if (!customer.Address && !Addresses.some(({ AddressType }) => AddressType === '02')) found.push(error('1270202', 'AddressType 02 is required'));
  const pickup = Addresses.find(({ AddressType }) => AddressType === '09');
  if (PICKUP_PRODUCTS.has(product) && !pickup) found.push(error('1270902', 'AddressType 09 is required'));
  for (const address of pickup ? [receiver, pickup] : [receiver]) found.push(...complaintsAboutAddress(address));
  if (!new RegExp(`^3S${customer.CustomerCode}\\d{7,12}$`).test(Barcode) || Barcode.length < 13) found.push(error('16303', 'Barcode is not a valid 3S barcode'));
  if (receiver.Countrycode !== 'NL' && product === '4907' && Barcode.length !== 13) found.push(error('14002', 'Barcode length must be 13 characters'));
  if (!/^[1-9]\d{0,4}$/.test(shipment.Dimension.Weight)) found.push(error('13912', `Weight ${shipment.Dimension.Weight} should contain only numeric characters and can't be greater than 99999`));
  if (MAILBOX_PRODUCTS.has(product) && shipment.DeliveryDate === undefined) found.push(error('12209', 'Delivery date is required'));
  if (MAILBOX_PRODUCTS.has(product) && Groups?.some(({ GroupCount }) => (GroupCount ?? 1) > 1)) found.push(error('11104', 'Parcel count and parcel number cannot differ from 1'));
  if (product.startsWith('3') && receiver.Countrycode !== 'NL') found.push(error('1270105', 'Only NL is allowed for AddressType 01'));
  if (RETURN_PRODUCTS.has(product)) {
    if (!/^antwoordnummer$/i.test(receiver.Street ?? '')) found.push(error('1040501', 'AddressType 01 must be an Antwoordnummer'));
    if (!Contacts?.some(({ ContactType, Email }) => ContactType === '02' && Email)) found.push(error('110202', 'Email of 02 is required'));
  } else if (/^antwoordnummer$/i.test(receiver.Street ?? '')) found.push(error('1040001', 'An Antwoordnummer is not allowed for AddressType 01'));
  else if (/^postbus$/i.test(receiver.Street ?? '')) found.push(error('10601', 'Receiver address cannot be a postal box'));
  if (shipment.ProductOptions?.some(({ Characteristic, Option }) => Characteristic === '118' && Option === '006')) {
    if (shipment.DeliveryDate === undefined) found.push(error('12209', 'Delivery date is required'));
    if (!Contacts?.some(({ ContactType, Email, SMSNr }) => ContactType === '01' && (Email ?? SMSNr))) found.push(error('110104', 'Email or phone number of 01 is required'));
  }
  return found;
}

function complaintsAboutAddress(address: z.infer<typeof AddressBody>): VendorError[] {
  const type = address.AddressType;
  const receiver = type === '01';
  const missing = (code: string, text: string): VendorError => (receiver ? error(code, text) : error(`128${type}02`, `Incorrect address specified in AddressType ${type}`));
  const found: VendorError[] = [];
  if (!address.Name && !address.CompanyName) found.push(error(`128${type}02`, `Incorrect address specified in AddressType ${type}`));
  if (!address.Street) found.push(missing('11503', 'Receiver street is required'));
  if (!address.City) found.push(missing('11502', 'Receiver city is required'));
  if (['NL', 'BE', 'LU'].includes(address.Countrycode)) {
    if (!address.HouseNr) found.push(missing('12213', 'Receiver House Number is missing'));
    if (!address.Zipcode) found.push(missing('12214', 'Receiver Post Code is missing'));
    else if (address.Countrycode === 'NL' && !/^[1-9]\d{3}[A-Z]{2}$/.test(address.Zipcode)) found.push(error(`128${type}02`, `Incorrect address specified in AddressType ${type}`));
  }
  return found;
}

/** Postal code that the simulator does not know, to try out an address PostNL refuses in a 200. */
export const UNKNOWN_POSTAL_CODE = '9999ZZ';
