/** A long list as a table: only what is in sight is drawn, more is read when its end comes near, and the keyboard goes through it. */
import { Skeleton, Table, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import classes from './DataTable.module.css';

export interface Column<R> {
  key: string;
  title: ReactNode;
  /** CSS width, e.g. 120 or "30%"; what is left is divided over columns without one. */
  width?: number | string;
  align?: 'left' | 'right';
  render: (row: R) => ReactNode;
}

export interface DataTableProps<R> {
  /** What the table lists, for those who cannot see it. */
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  /** Opening a row: by click, or Enter on it. */
  onOpen?: (row: R) => void;
  /** Called when the end comes near and there is more. */
  onEnd?: () => void;
  loading?: boolean;
  /** Shown in place of rows when there are none. */
  empty?: ReactNode;
  rowHeight?: number;
  /** Height of the scrolled part; the default fills the window. */
  height?: string;
  /** Colours a row that stands out. */
  rowTone?: (row: R) => 'warning' | 'selected' | undefined;
}

/** Pixels that a column without a width has at least: beyond that the table is pushed aside, and no column is squeezed to nothing. */
const LEAST = 120;
/** How many rows before the end the next page is asked for. */
const NEAR = 15;

export function DataTable<R>({ label, columns, rows, rowKey, onOpen, onEnd, loading = false, empty, rowHeight = 48, height = 'calc(100dvh - 260px)', rowTone }: DataTableProps<R>) {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 12, getItemKey: (index) => { const row = rows[index]; return row === undefined ? index : rowKey(row); } });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => { if (!loading && rows.length > 0 && last >= rows.length - NEAR) onEnd?.(); }, [last, rows.length, loading, onEnd]);
  if (rows.length === 0 && !loading) return <>{empty}</>;
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={scroll} className={classes.scroll} style={{ maxHeight: height }} tabIndex={0} role="region" aria-label={label}>
      <Table stickyHeader highlightOnHover={onOpen !== undefined} verticalSpacing={0} horizontalSpacing="sm" aria-rowcount={rows.length} layout="fixed" miw={columns.reduce((sum, { width }) => sum + (typeof width === 'number' ? width : LEAST), 0)}>
        <Table.Thead>
          <Table.Tr>{columns.map(({ key, title, width, align }) => <Table.Th key={key} w={width} ta={align}>{title}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map(({ index, key }) => {
            const row = rows[index];
            return row === undefined ? null : <Row key={String(key)} {...{ row, index, columns, rowHeight, onOpen }} tone={rowTone?.(row)} />;
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
          {loading && Array.from({ length: rows.length === 0 ? 8 : 1 }, (_none, index) => <Table.Tr key={`loading ${index}`} h={rowHeight}>{columns.map(({ key }) => <Table.Td key={key}><Skeleton h={12} /></Table.Td>)}</Table.Tr>)}
        </Table.Tbody>
      </Table>
    </div>
  );
}

interface RowProps<R> { row: R; index: number; columns: readonly Column<R>[]; rowHeight: number; onOpen: ((row: R) => void) | undefined; tone: 'warning' | 'selected' | undefined }

function Row<R>({ row, index, columns, rowHeight, onOpen, tone }: RowProps<R>) {
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') onOpen?.(row);
    const next = event.key === 'ArrowDown' || event.key === 'j' ? event.currentTarget.nextElementSibling : event.key === 'ArrowUp' || event.key === 'k' ? event.currentTarget.previousElementSibling : null;
    if (!(next instanceof HTMLElement)) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <Table.Tr h={rowHeight} aria-rowindex={index + 1} data-tone={tone} className={classes.row} {...(onOpen ? { tabIndex: 0, onKeyDown, onClick: () => onOpen(row) } : {})}>
      {columns.map(({ key, align, render }) => {
        const cell = render(row);
        return <Table.Td key={key} ta={align}>{typeof cell === 'string' ? <Text size="sm" truncate title={cell}>{cell}</Text> : cell}</Table.Td>;
      })}
    </Table.Tr>
  );
}
