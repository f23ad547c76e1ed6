/** A refusal in Magento's own shape: a message with placeholders, and their values beside it. */
export class VendorRefusal extends Error {
  readonly statusCode: number;
  readonly parameters: Record<string, unknown> | readonly unknown[] | null;
  constructor(statusCode: number, message: string, parameters: Record<string, unknown> | readonly unknown[] | null = null) {
    super(message);
    this.name = 'VendorRefusal';
    this.statusCode = statusCode;
    this.parameters = parameters;
  }

  get body(): Record<string, unknown> {
    return { message: this.message, ...(this.parameters === null ? {} : { parameters: this.parameters }) };
  }
}

/** Magento collects what is wrong with a document and says it in one message. */
export const documentRefusal = (document: 'Shipment' | 'Invoice' | 'Creditmemo', faults: readonly string[]): VendorRefusal =>
  new VendorRefusal(400, `${document} Document Validation Error(s):\n${faults.join('\n')}`);
