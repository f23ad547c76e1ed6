/** Pure: what a product is called where its size and colour may be in its name already. */

/** Whether every part of a variant ("41, groen") is a word of the name, as many shops write it. */
export const saidAlready = (name: string, variant: string): boolean => variant.split(', ').every((part) => name.toLowerCase().split(/\s+/).includes(part.toLowerCase()));

export const fullName = (name: string, variant: string | null): string => (variant === null || saidAlready(name, variant) ? name : `${name}, ${variant}`);
