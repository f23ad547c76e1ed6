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

/** Several faults of one request, as Magento's validation answers them. */
export class ValidationRefusal extends VendorRefusal {
  readonly errors: readonly Record<string, unknown>[];
  constructor(errors: readonly Record<string, unknown>[]) {
    super(400, 'Validation Failed');
    this.errors = errors;
  }

  override get body(): Record<string, unknown> {
    return { message: this.message, errors: this.errors };
  }
}
