/** What the panel of a row says of other tellings, and what it lets a person say, drawn without a room. */
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { OtherTelling } from '../../../shared/domain/delivery/judged.ts';
import type { MetricRow } from '../../../shared/domain/delivery/metrics.ts';
import { TellingList } from './row-tellings.tsx';
import { sayingsOf, tellerOf } from './telling-words.ts';

const ref = 'github:acme/shop|71-1';
const found: OtherTelling = { ref, isSame: true, said: null };

function drawn(tellings: readonly OtherTelling[] | null, mayAct = true): string {
	const row: MetricRow = {
		...{ id: 'journal|d2', service: 'shop', environment: 'production', title: '2.3.1', at: 0, counts: true },
		...{ why: 'Counted.', value: null },
		detail: { standing: 'counted', deployment: 'journal|d2', ...(tellings === null ? {} : { tellings }) },
	};
	return renderToStaticMarkup(<TellingList row={row} mayAct={mayAct} onSay={() => undefined} />);
}

function words(html: string): string {
	return html
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/\s+/g, ' ')
		.trim();
}

describe('other tellings of a deployment', () => {
	it('are not spoken of where there are none', () => {
		expect(drawn(null)).toBe('');
		expect(drawn([])).toBe('');
	});

	it.each<[OtherTelling, string]>([
		[found, 'github:acme/shop tells of the same deployment, by its version and time. 71-1 These are two deployments'],
		[
			{ ...found, said: true },
			'github:acme/shop tells of the same deployment, as somebody said by hand. 71-1 As found These are two deployments',
		],
		[
			{ ...found, isSame: false, said: false },
			'What github:acme/shop tells is another deployment, as somebody said by hand. 71-1 As found',
		],
	])('say whether they are of the same, and offer what may be said', (telling, expected) => {
		expect(words(drawn([telling]))).toBe(`What other sources tell ${expected}`);
	});

	it('name both of them for those who only hear the button', () => {
		expect(drawn([found])).toContain('aria-label="These are two deployments: 2.3.1 and 71-1 of github:acme/shop"');
	});

	it('lead to our own deployment', () => {
		expect(drawn([{ ...found, ref: 'journal|d9' }])).toContain('<a class="mono" href="#/');
		expect(words(drawn([{ ...found, ref: 'journal|d9' }]))).toContain('Signalbox tells of the same deployment');
	});

	it('say why nothing can be pressed where the window may only look', () => {
		const html = drawn([found], false);
		expect(words(html)).toContain('This window may look but not act, so nothing can be said of them here.');
		const [, id] = /<p class="dim" id="([^"]+)"/.exec(html) ?? [];
		expect(html).toMatch(new RegExp(`<button[^>]*aria-describedby="${id ?? 'nothing'}"`));
		expect(html).toMatch(/<button[^>]* disabled=""/);
		expect(drawn([found])).not.toMatch(/<button[^>]* disabled=""/);
	});

	it('always keep one button in the first place, so that the focus stays when it was pressed', () => {
		for (const isSame of [true, false])
			for (const said of [true, false, null]) expect(sayingsOf({ ref, isSame, said }).length).toBeGreaterThan(0);
		expect(sayingsOf(found)).toEqual([{ label: 'These are two deployments', isSame: false }]);
		expect(sayingsOf({ ...found, isSame: false, said: false })).toEqual([{ label: 'As found', isSame: null }]);
	});

	it('come from a source by its own name', () => {
		expect(tellerOf('import:2026-11-28 a.csv|row:7|8')).toEqual({ source: 'import:2026-11-28 a.csv', id: 'row:7|8' });
	});
});
