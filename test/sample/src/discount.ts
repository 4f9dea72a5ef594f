export interface OrderLine {
  product: string;
  category: string;
  units: number;
  unitPrice: number;
}

const bulkThreshold = 20;

/** The price of a line after the discount for large quantities. */
export function linePrice(line: OrderLine): number {
  const gross = line.units * line.unitPrice;
  // TODO: electronics have a discount of their own since March.
  return line.units >= bulkThreshold ? gross * 0.9 : gross;
}

export function orderTotal(lines: readonly OrderLine[]): number {
  // TODO: round once, at the end, instead of leaving it to the caller.
  return lines.reduce((sum, line) => sum + linePrice(line), 0);
}
