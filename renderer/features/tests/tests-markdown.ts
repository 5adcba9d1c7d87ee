/** Tests as Markdown for a chat or an issue. Pure. */
import { formatPercent } from '../../../shared/domain/format.ts';
import type { TestRow, TestsSummary } from '../../../shared/domain/tests/model.ts';
import { exactInstant } from '../../ui/instant.ts';
import { lostWords, passWords, testStateLook, timeWords } from './words.ts';

/** One test with its figures and why it is in its state. */
export function testMarkdown(row: TestRow): string {
	const { service, test, file, state, why, quarantine, lostMs, lastFailedAt } = row;
	return [
		`**${testStateLook[state].word}: ${code(test)}** (${text(service)})`,
		'',
		text(why),
		'',
		...(file === null ? [] : [`- File: ${code(file)}`]),
		`- Passed: ${passWords(row)}`,
		`- Time: ${timeWords(row)}`,
		`- Time lost to it: ${lostWords(lostMs)}`,
		...(lastFailedAt === null ? [] : [`- Last failed: ${exactInstant(lastFailedAt)}`]),
		...(quarantine === null ? [] : [`- ${quarantineWords(quarantine)}`]),
		'',
	].join('\n');
}

/** What the list shows, as a table of at most `most` rows. */
export function testsMarkdown(summary: TestsSummary, rows: readonly TestRow[], most = 50): string {
	const shown = rows.slice(0, most);
	const share = summary.flakyShare === null ? 'no data' : formatPercent(summary.flakyShare);
	return [
		`**Tests${summary.service === null ? '' : ` of ${text(summary.service)}`}**: flaky ${share}, ${summary.byState.broken} broken, ${summary.quarantined} quarantined, time lost ${lostWords(summary.lostMs)}`,
		'',
		'| Test | Service | State | Passed | p90 | Lost |',
		'| --- | --- | --- | --- | --- | --- |',
		...shown.map((row) => `| ${cells(row).join(' | ')} |`),
		...(rows.length > shown.length ? ['', `${rows.length - shown.length} more`] : []),
		'',
	].join('\n');
}

function cells(row: TestRow): readonly string[] {
	const state = testStateLook[row.state].word;
	return [
		code(row.test),
		text(row.service),
		row.quarantine === null ? state : `${state}, quarantined`,
		passWords(row),
		timeWords({ p50Ms: row.p90Ms, p90Ms: null }),
		lostWords(row.lostMs),
	];
}

export function quarantineWords({ owner, reason, ticket, expiresAt }: NonNullable<TestRow['quarantine']>): string {
	const where = ticket === null ? '' : ` (${text(ticket)})`;
	return `Quarantined until ${exactInstant(expiresAt)}, owned by ${text(owner)}: ${text(reason)}${where}`;
}

/** As code; backticks would end it, pipes and line ends would end the cell. */
function code(value: string): string {
	return `\`${value.replaceAll('`', "'").replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')}\``;
}

function text(value: string): string {
	return value.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|~#]/g, '\\$&');
}
