/** One test: why it is in its state, what it costs, its newest results, and who looks after it. */
import { X } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { formatDuration } from '../../../shared/domain/format.ts';
import type { TestRow } from '../../../shared/domain/tests/model.ts';
import { addresses } from '../../store/address.ts';
import { useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useNow } from '../../ui/clock.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Glyph, type Tone } from '../../ui/glyph.tsx';
import { exactInstant } from '../../ui/instant.ts';
import { Time } from '../../ui/time.tsx';
import { EndQuarantineDialog, QuarantineDialog } from './quarantine-dialogs.tsx';
import { ResultStrip } from './result-strip.tsx';
import { levelWords, lostWords, outcomeWords, passWords, testStateLook, timeWords } from './words.ts';
import { testMarkdown } from './tests-markdown.ts';
import styles from './tests.module.css';

export interface TestDetailProps {
	readonly row: TestRow;
	/** A quarantine was begun or ended. */
	readonly onChanged: () => void;
	readonly onClose: () => void;
}

export function TestDetail({ row, onChanged, onClose }: TestDetailProps): ReactElement {
	const look = testStateLook[row.state];
	return (
		<Card
			className={styles.detail}
			title={<span className={styles.detailName}>{row.test}</span>}
			actions={
				<>
					<CopyButton label="Copy" done="Copied as Markdown" make={() => testMarkdown(row)} />
					<Button variant="quiet" size="s" icon={<X size={16} />} aria-label="Close this test" onPress={onClose} />
				</>
			}
		>
			<div className={styles.detailBody}>
				<p className={styles.why}>
					<Chip tone={look.tone}>{look.word}</Chip>
					{row.since !== null && (
						<span className="faint">
							for <Time at={row.since} form="since" />
						</span>
					)}
				</p>
				<p>{row.why}</p>
				<Facts row={row} />
				<QuarantinePart row={row} onChanged={onChanged} />
				<Recent recent={row.recent} />
			</div>
		</Card>
	);
}

function Facts({ row }: { readonly row: TestRow }): ReactElement {
	return (
		<dl className={styles.facts}>
			<dt>Service</dt>
			<dd>
				<a href={addresses.service(row.service)}>{row.service}</a>
			</dd>
			<dt>Where</dt>
			<dd className="mono">{row.file ?? 'the report does not say'}</dd>
			<dt>Level</dt>
			<dd>{levelWords[row.level ?? 'unclassified']}</dd>
			<dt>Passed</dt>
			<dd>{passWords(row)}</dd>
			<dt>Both on one commit</dt>
			<dd>{row.disagreements}</dd>
			<dt>Changes on the default branch</dt>
			<dd>{row.transitions}</dd>
			<dt>Takes</dt>
			<dd>{timeWords(row)}</dd>
			<dt>Time lost to it alone</dt>
			<dd>{lostWords(row.lostMs)}</dd>
			<dt>Last failed</dt>
			<dd>{row.lastFailedAt === null ? 'not in what is known' : <Time at={row.lastFailedAt} />}</dd>
		</dl>
	);
}

function QuarantinePart({ row, onChanged }: Omit<TestDetailProps, 'onClose'>): ReactElement {
	const { mayAct } = useHost();
	const [open, setOpen] = useState<'begin' | 'end' | null>(null);
	const { quarantine } = row;
	const close = (): void => setOpen(null);
	return (
		<section className={styles.quarantine} aria-label="Quarantine">
			{quarantine === null ? (
				<p className="dim">Not quarantined: a failure fails its run.</p>
			) : (
				<p>
					<Glyph tone="paused" size={11} /> Quarantined by {quarantine.by} <Time at={quarantine.at} />, owned by{' '}
					{quarantine.owner}, ends in <Until at={quarantine.expiresAt} />. {quarantine.reason}
					{quarantine.ticket !== null && <> ({quarantine.ticket})</>}
				</p>
			)}
			{mayAct && (
				<div className={styles.acts}>
					<Button size="s" onPress={() => setOpen('begin')}>
						{quarantine === null ? 'Quarantine this test' : 'Change the quarantine'}
					</Button>
					{quarantine !== null && (
						<Button size="s" onPress={() => setOpen('end')}>
							End the quarantine
						</Button>
					)}
				</div>
			)}
			{open === 'begin' && <QuarantineDialog row={row} onDone={onChanged} onClose={close} />}
			{open === 'end' && <EndQuarantineDialog row={row} onDone={onChanged} onClose={close} />}
		</section>
	);
}

function Until({ at }: { readonly at: number }): ReactElement {
	const now = useNow(60_000);
	return (
		<time dateTime={new Date(at).toISOString()} title={exactInstant(at)}>
			{formatDuration(Math.max(0, at - now)).replace(/ (h|min|s).*$/, ' $1')}
		</time>
	);
}

function Recent({ recent }: Pick<TestRow, 'recent'>): ReactElement {
	return (
		<div>
			<h3>Newest results</h3>
			<ResultStrip recent={recent} />
			<div className={styles.recent} tabIndex={0} role="group" aria-label="Newest results, newest first">
				<table>
					<thead className="hidden-text">
						<tr>
							<th scope="col">Outcome</th>
							<th scope="col">Commit</th>
							<th scope="col">When</th>
						</tr>
					</thead>
					<tbody>
						{recent.toReversed().map((result, index) => (
							<tr key={`${index} ${result.at}`}>
								<td>
									<Glyph tone={resultTone(result)} size={10} /> {outcomeWords(result)}
								</td>
								<td className="mono">{result.commit.slice(0, 8)}</td>
								<td>
									<Time at={result.at} />
								</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
		</div>
	);
}

function resultTone({ outcome, passedOnRetry }: TestRow['recent'][number]): Tone {
	if (passedOnRetry === true) return 'warn';
	return outcome === 'passed' ? 'good' : outcome === 'failed' ? 'bad' : 'neutral';
}
