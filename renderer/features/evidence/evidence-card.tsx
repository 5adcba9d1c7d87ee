/** The evidence card: the answer and why, how the chance of error is spent, and one line a metric, harm first. */
import { type ReactElement, useMemo, useState } from 'react';
import type { Deployment } from '../../../shared/domain/deployment/model.ts';
import { formatCounted } from '../../../shared/domain/format.ts';
import type { EvidenceInput } from '../../../shared/domain/health/evidence/document.ts';
import type { EvidencePoint } from '../../../shared/domain/health/evidence/model.ts';
import { answerWords } from '../../../shared/domain/health/evidence/order.ts';
import { policySentences } from '../../../shared/domain/health/evidence/policy-words.ts';
import { describePolicy } from '../../../shared/domain/health/policy/describe-policy.ts';
import type { HealthPolicy, Verdict } from '../../../shared/domain/health/model.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { clockTime } from '../../ui/instant.ts';
import { capital, withoutOutcome } from '../deployment/words.ts';
import { answerTone } from './answer-look.ts';
import { EvidenceRow } from './evidence-row.tsx';
import { judgesIn, rowsOf, standingEvidence, type EvidenceRow as Row } from './evidence-rows.ts';
import styles from './evidence.module.css';
import { ExportTools } from './export-tools.tsx';
import { pointsUntil } from './trail.ts';
import type { Trail } from './use-evidence-trail.ts';

export interface EvidenceCardProps {
	readonly deployment: Deployment;
	readonly verdict: Verdict | null;
	readonly trail: Trail;
	/** The policy that judges where the trail does not say; null where it is not known. */
	readonly policy: HealthPolicy | null;
	/** Instant of a replay; null shows everything known. */
	readonly cursor: number | null;
	/** Time axis held still (replay); null follows the looks. */
	readonly range: readonly [number, number] | null;
}

/** `at`: the look that the lines below are from; a verdict that is older says when it was given. */
function Answer(props: {
	readonly verdict: Verdict | null;
	readonly point: EvidencePoint | undefined;
	readonly at: number | null;
}): ReactElement | null {
	const { verdict, point, at } = props;
	const answer = point !== undefined && point.at === at ? point.answer : verdict?.answer;
	if (verdict === null || answer === undefined) return null;
	return (
		<p className={styles.lead}>
			<Chip tone={answerTone(answer)}>{answerWords[answer]}</Chip>
			<span>
				<b>{capital(withoutOutcome(verdict.summary))}</b>
				{at !== null && verdict.at < at && <span className="faint">, said at {clockTime(verdict.at)}</span>}
			</span>
		</p>
	);
}

/** What matters while one waits for the answer; all figures one press further. */
function PolicyWords({ policy }: { readonly policy: HealthPolicy }): ReactElement {
	return (
		<div className={styles.policy}>
			<p>{policySentences(policy).join(' ')}</p>
			<details>
				<summary>The whole policy</summary>
				<ul>
					{describePolicy(policy).map((line) => (
						<li key={line}>{line}</li>
					))}
				</ul>
			</details>
		</div>
	);
}

function Rows({
	rows,
	range,
}: {
	readonly rows: readonly Row[];
	readonly range: EvidenceCardProps['range'];
}): ReactElement {
	const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set());
	const namesJudge = judgesIn(rows.map((row) => row.evidence)).length > 1;
	const toggle = (key: string): void => {
		setOpen((before) => {
			const next = new Set(before);
			if (!next.delete(key)) next.add(key);
			return next;
		});
	};
	return (
		<>
			<p className={styles.legend} aria-hidden="true">
				<span className={styles.legendInterval}>
					<span>better</span>
					<span>worse</span>
				</span>
				<span className={styles.legendSpark}>evidence</span>
			</p>
			<ul className={styles.rows} aria-label="Evidence by metric, harm first">
				{rows.map((row) => (
					<EvidenceRow
						key={row.key}
						row={row}
						range={range}
						isOpen={open.has(row.key)}
						namesJudge={namesJudge}
						onToggle={() => toggle(row.key)}
					/>
				))}
			</ul>
			<p className={styles.key} aria-hidden="true">
				<span data-mark="harm">harm margin</span>
				<span data-mark="promote">margin of no worse</span>
				<span data-mark="for-harm">evidence for harm</span>
				<span data-mark="for-same">for no worse</span>
				<span data-mark="line">decides</span>
			</p>
		</>
	);
}

function nothingYet(trail: Trail, verdict: Verdict | null): string {
	if (trail.status === 'loading') return 'Reading the evidence.';
	if (verdict === null) return 'No look has been taken yet, so there is no evidence to show.';
	const limits = verdict.reasons.length === 0 ? '' : ' What the limits said stands below.';
	return `This verdict comes from limits alone: no evidence was kept look by look.${limits}`;
}

/** See the file's head. Without evidence it says so; the limits of the verdict stand in their own card. */
export function EvidenceCard(props: EvidenceCardProps): ReactElement {
	const { deployment, verdict, trail, cursor, range } = props;
	const policy = trail.policy ?? props.policy;
	const points = useMemo(
		() => (cursor === null ? trail.points : pointsUntil(trail.points, cursor)),
		[trail.points, cursor],
	);
	const standing = useMemo(() => standingEvidence(verdict, points, policy), [verdict, points, policy]);
	const rows = useMemo(
		() => (standing === null ? [] : rowsOf(standing.evidence, standing.at, points)),
		[standing, points],
	);
	const make = (): EvidenceInput => ({
		deployment,
		policy,
		verdict,
		points,
		looks: cursor === null ? trail.looks : points.length,
	});
	const looks = cursor === null ? trail.looks : points.length;
	return (
		<Card title="Evidence" actions={<ExportTools make={make} />} className={styles.card}>
			<Answer verdict={verdict} point={points.at(-1)} at={standing?.at ?? null} />
			{rows.length === 0 ? (
				<p className="dim">{nothingYet(trail, verdict)}</p>
			) : (
				<>
					{policy !== null && <PolicyWords policy={policy} />}
					<Rows rows={rows} range={range} />
				</>
			)}
			{(standing !== null || trail.problem !== null) && (
				<p className={styles.foot}>
					{standing !== null && (
						<span>
							Look of {clockTime(standing.at)}
							{looks > 0 ? `, ${formatCounted(looks, 'look')} so far` : ''}
						</span>
					)}
					{trail.problem !== null && (
						<span className={styles.trouble} role="status">
							The looks before this one could not be read: {trail.problem.message}{' '}
							<Button size="s" variant="quiet" onPress={trail.readAgain}>
								Read again
							</Button>
						</span>
					)}
				</p>
			)}
		</Card>
	);
}
