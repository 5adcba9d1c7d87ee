/** One gate: what was found against its limit, and behind it everything that stands for it. */
import { ChevronRight } from 'lucide-react';
import { type ReactElement, type ReactNode, useId } from 'react';
import type { CollectedEvidence, Evidence } from '../../../shared/domain/gates/evidence.ts';
import type { GateResult } from '../../../shared/domain/gates/model.ts';
import { actorName } from '../../../shared/domain/release.ts';
import { Chip } from '../../ui/chip.tsx';
import { cx } from '../../ui/cx.ts';
import { exactInstant } from '../../ui/instant.ts';
import { Time } from '../../ui/time.tsx';
import { EvidenceList } from './evidence-list.tsx';
import styles from './gates.module.css';
import { QuarantinedTests } from './quarantined-tests.tsx';
import { gateLook } from './run-words.ts';
import { TrendSpark } from './trend-spark.tsx';

export interface GateRowProps {
	readonly gate: GateResult;
	readonly collected: CollectedEvidence;
	readonly isOpen: boolean;
	readonly onToggle: () => void;
	/** Waive, or end the waiver; nothing where this window may only look. */
	readonly actions: ReactNode;
}

export function GateRow({ gate, collected, isOpen, onToggle, actions }: GateRowProps): ReactElement {
	const id = useId();
	const look = gateLook[gate.outcome];
	const evidence = evidenceOf(gate, collected);
	return (
		<>
			<tr className={styles.row} data-open={isOpen}>
				<th scope="row">
					<button
						type="button"
						className={styles.toggle}
						aria-expanded={isOpen}
						aria-controls={isOpen ? id : undefined}
						onClick={onToggle}
					>
						<ChevronRight size={14} className={styles.chevron} aria-hidden="true" />
						<Chip tone={look.tone}>{look.word}</Chip>
						<span className={styles.gate}>{gate.gate}</span>
					</button>
				</th>
				<td>{gate.found}</td>
				<td>{gate.limit}</td>
				<td className={styles.source}>
					<Source gate={gate} evidence={evidence} />
				</td>
			</tr>
			{isOpen && (
				<tr className={styles.more}>
					<td colSpan={4} id={id}>
						<div className={styles.detail}>
							<div className={styles.why}>
								<p>{gate.reason}</p>
								{actions !== null && <div className={styles.actions}>{actions}</div>}
							</div>
							{gate.quarantined !== undefined && <QuarantinedTests tests={gate.quarantined} />}
							{gate.waiver !== null && <WaiverWords gate={gate} />}
							{gate.trend !== null && <TrendSpark trend={gate.trend} />}
							<EvidenceList evidence={evidence} />
						</div>
					</td>
				</tr>
			)}
		</>
	);
}

function evidenceOf(gate: GateResult, { evidence }: CollectedEvidence): readonly Evidence[] {
	return evidence.filter((each) => gate.evidence.includes(each.id));
}

function Source(props: { readonly gate: GateResult; readonly evidence: readonly Evidence[] }): ReactNode {
	const [first, ...rest] = props.evidence;
	if (first !== undefined) {
		return (
			<>
				<span className={cx('mono', styles.file)} title={first.file}>
					{first.file.slice(first.file.lastIndexOf('/') + 1)}
				</span>
				<Time at={first.writtenAt ?? first.readAt} />
				{rest.length > 0 && `, and ${rest.length} more`}
			</>
		);
	}
	if (props.gate.outcome === 'waiting') return 'still to come';
	return props.gate.kind === 'jobs' ? 'the jobs of this run' : 'none';
}

function WaiverWords({ gate }: { readonly gate: GateResult }): ReactElement | null {
	const { waiver, unwaived } = gate;
	if (waiver === null) return null;
	return (
		<p className={styles.waiver}>
			Waived by {actorName(waiver.by)} <Time at={waiver.at} />, until {exactInstant(waiver.until)},{' '}
			{waiver.runId === null ? 'for every run' : 'for this run'}: {waiver.reason}{' '}
			<span className="dim">Without the waiver it would be {gateLook[unwaived].word}.</span>
		</p>
	);
}
