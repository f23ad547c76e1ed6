/** What every part of an order's page knows: the order, what stands around it, and how a dialog is opened. */
import { createContext, useContext } from 'react';
import type { Around, Order } from './model.ts';

export interface OrderPageContext {
  order: Order;
  /** Not there for a moment, while it is read. */
  around: Around | undefined;
  nameOf: (location: string) => string;
  /** Opens the dialog or drawer of that name, or closes what is open. */
  open: (show: string | null) => void;
}

export const OrderContext = createContext<OrderPageContext | null>(null);

export function useOrder(): OrderPageContext {
  const context = useContext(OrderContext);
  if (context === null) throw new Error('useOrder is for parts of an order’s page');
  return context;
}
