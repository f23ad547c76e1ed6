/** Writes the PostNL simulator's answers in PostNL's own manner: one of a list as a bare object, nothing as `{}`, numbers as text. */
import { Address } from '../../kernel/address.ts';
import { parcelLabel } from '../labels/index.ts';
import { SCANS } from './simulator-journey.ts';
import type { ShipmentBody, VendorError } from './simulator-rules.ts';
import type { StoredParcel } from './simulator-store.ts';
import { toMessageTime } from './time.ts';

/** `recorded` writes lists as the live service does, `specified` as PostNL's published description says. */
export type Shapes = 'recorded' | 'specified';

type AddressBody = ShipmentBody['Addresses'][number];
const orEmpty = (value: string | number | undefined | null): unknown => (value === undefined || value === null || value === '' ? {} : String(value));

/** A list as PostNL writes it. */
export const listed = (items: readonly unknown[], shapes: Shapes): unknown => (shapes === 'specified' || items.length > 1 ? items : items[0] ?? {});

const addressOf = (body: AddressBody): Address => Address.parse({
  name: body.Name ?? null, company: body.CompanyName ?? null, street: body.Street ?? '', houseNumber: body.HouseNr ?? '', addition: body.HouseNrExt ?? null,
  line2: body.Buildingname ?? null, postalCode: body.Zipcode ?? '', city: body.City ?? '', country: body.Countrycode,
});

/** The shipment in a label answer, with a real label; the vendor's template is not copied, ours carries the same barcode. */
export async function labelledShipment(shipment: ShipmentBody, sender: AddressBody, printer: string, shapes: Shapes): Promise<Record<string, unknown>> {
  const to = shipment.Addresses.find(({ AddressType }) => AddressType === '09') ?? shipment.Addresses.find(({ AddressType }) => AddressType === '01');
  if (!to) throw new Error('a shipment without receiver passed the rules');
  const group = shipment.Groups?.[0];
  const mailbox = /^292[89]$/.test(shipment.ProductCodeDelivery);
  const { pdf, zpl } = await parcelLabel({
    heading: `PostNL ${shipment.ProductCodeDelivery} (simulated)`, sender: addressOf(sender), receiver: addressOf(to), reference: shipment.Reference ?? '', barcode: shipment.Barcode,
    sequence: group?.GroupSequence ?? 1, count: group?.GroupCount ?? 1, weightGrams: Number(shipment.Dimension.Weight), notes: (shipment.ProductOptions ?? []).map(({ Characteristic, Option }) => `${Characteristic}/${Option}`),
  });
  const bytes = printer.startsWith('Zebra') ? zpl : pdf;
  const label = { Content: Buffer.from(bytes).toString('base64'), Labeltype: mailbox ? 'BusPakjeExtra' : 'Label', OutputType: printer.startsWith('Zebra') ? 'ZPL' : 'PDF' };
  return { Barcode: shipment.Barcode, ...(shapes === 'recorded' ? { DownPartnerLocation: {} } : {}), ProductCodeDelivery: shipment.ProductCodeDelivery, Labels: listed([label], shapes), ...(shapes === 'recorded' ? { Warnings: { Code: '', Description: '' } } : { Warnings: [] }) };
}

/** The shipment in a label answer of 200 that holds errors and no label. */
export const refusedShipment = ({ Barcode, ProductCodeDelivery }: ShipmentBody, errors: readonly VendorError[]): Record<string, unknown> => ({ Barcode, Errors: errors, Warnings: [], Labels: [], ProductCodeDelivery });

/** A parcel in a status answer; `complete` with its observations and old statuses, newest first. */
export function shipmentStatus(parcel: StoredParcel, customer: { code: string; number: string }, complete: boolean, shapes: Shapes): Record<string, unknown> {
  const { shipment, scans } = parcel;
  const group = shipment.Groups?.[0];
  const newest = [...scans].reverse();
  const status = ({ place, at }: StoredParcel['scans'][number]): Record<string, string> => ({ TimeStamp: toMessageTime(at), StatusCode: SCANS[place].status, StatusDescription: SCANS[place].statusDescription, PhaseCode: SCANS[place].phase, PhaseDescription: SCANS[place].phaseDescription });
  const notApplicable = ({ at }: StoredParcel['scans'][number]): Record<string, string> => ({ TimeStamp: `${toMessageTime(at)}.364`, StatusCode: '99', StatusDescription: 'Not applicable', PhaseCode: '99', PhaseDescription: 'Not applicable' });
  const current = newest[0];
  const weight = shipment.Dimension.Weight;
  const empty = shapes === 'specified' ? '' : {};
  const none = (value: string | undefined): unknown => (shapes === 'specified' ? value ?? '' : orEmpty(value));
  return {
    MainBarcode: group?.MainBarcode ?? parcel.barcode, Barcode: parcel.barcode, ShipmentAmount: String(group?.GroupCount ?? 1), ShipmentCounter: String(group?.GroupSequence ?? 1),
    Customer: { CustomerCode: customer.code, CustomerNumber: customer.number, Name: 'Simulated customer' },
    ProductCode: shipment.ProductCodeDelivery.padStart(6, '0'), ProductDescription: `Product ${shipment.ProductCodeDelivery}`, Reference: none(shipment.Reference),
    Dimension: { Height: empty, Length: empty, Volume: empty, Weight: weight, Width: empty },
    Address: listed(shipment.Addresses.map((address) => ({
      AddressType: address.AddressType, Building: none(address.Buildingname), City: none(address.City), CompanyName: none(address.CompanyName), CountryCode: address.Countrycode, DepartmentName: empty, District: empty,
      FirstName: empty, Floor: empty, HouseNumber: none(address.HouseNr), HouseNumberSuffix: none(address.HouseNrExt), LastName: none(address.Name), Region: empty, Remark: empty, Street: none(address.Street), Zipcode: none(address.Zipcode),
    })), shapes),
    ...(complete ? { Event: listed(newest.map(({ place, at }) => ({ Code: SCANS[place].event, Description: SCANS[place].description, DestinationLocationCode: empty, LocationCode: '888888', RouteCode: empty, RouteName: empty, TimeStamp: toMessageTime(at) })), shapes) } : {}),
    Status: current ? status(current) : {},
    ...(complete ? { OldStatus: listed(newest.flatMap((each, index) => (index === 0 ? [status(each)] : [notApplicable(each), status(each)])), shapes) } : {}),
  };
}
