import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricRow } from '../../../shared/domain/delivery/metrics.ts';
import { csvHeader, csvRows } from './rows-csv.ts';

const row = (more: Partial<MetricRow> = {}): MetricRow => ({
	...{ id: 'journal|d1', service: 'shop', environment: 'production', title: '2.4.0', at: 0, counts: true },
	...{ why: 'It counts.', value: 1_500, detail: {} },
	...more,
});
const read = (text: string): readonly string[][] => parse(text, { record_delimiter: '\r\n' });

describe('rows as CSV', () => {
	it('has a header, CRLF, instants in UTC and empty cells for what is not known', () => {
		const [header, first] = read(csvHeader + csvRows('change-lead-time', [row({ detail: { isBot: true } })]));
		expect(header?.slice(0, 5)).toEqual(['id', 'service', 'environment', 'title', 'at']);
		expect(first?.slice(4, 9)).toEqual(['1970-01-01T00:00:00.000Z', 'yes', 'It counts.', '1500', 'ms']);
		expect(first).toHaveLength(header?.length ?? 0);
		expect(first?.[13]).toBe('yes');
	});

	it.each(['=1+1', '+1', '@SUM(A1)', '-cmd', '\tx', '\r=1'])('lets no spreadsheet run %j', (title) => {
		expect(read(csvRows('rework-rate', [row({ title })]))[0]?.[3]).toBe(`'${title}`);
	});

	it('leaves negative numbers numbers', () => {
		expect(read(csvRows('change-lead-time', [row({ value: -1.5 })]))[0]?.[7]).toBe('-1.5');
	});

	it('reads back whatever a title holds', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom('"', ',', ';', '\r', '\n', '\t', '=', '-', '@', '\u0000', 'a', ' ', 'é') }),
				(title) => {
					const cell = read(csvRows('rework-rate', [row({ title: `x${title}` })]))[0]?.[3];
					expect(cell).toBe(`x${title}`);
				},
			),
		);
	});
});
