/** The gates of a run by stage, and reports that could not be read. */
import { type ReactElement, type ReactNode, useState } from 'react';
import type { GateResult } from '../../../shared/domain/gates/model.ts';
import { stageTitles } from '../../../shared/domain/pipeline/model.ts';
import type { RunDetail } from '../../../shared/rpc/pipeline-views.ts';
import { useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { GateRow } from './gate-row.tsx';
import styles from './gates.module.css';
import { gateCounts } from './run-words.ts';
import { EndWaiverDialog, WaiveDialog } from './waive-dialogs.tsx';

/** With more gates than this, those that passed without forgiving anything are folded away: what holds a release must not be searched for. */
const mostInSight = 16;

type Asking = { readonly what: 'waive' | 'end'; readonly gate: string } | null;

export function GatePanel({ detail }: { readonly detail: RunDetail }): ReactElement {
	const { mayAct } = useHost();
	const [asking, setAsking] = useState<Asking>(null);
	const gates = detail.stages.flatMap((stage) => stage.gateResults);
	const [isAll, setAll] = useState(false);
	const isLong = gates.length > mostInSight;
	const asked = gates.find((gate) => gate.gate === asking?.gate) ?? null;
	return (
		<Card
			title="Gates"
			className={styles.card}
			actions={
				<>
					<span className="dim">{gateCounts(countsOf(gates))}</span>
					{isLong && (
						<Button size="s" variant="quiet" onPress={() => setAll(!isAll)}>
							{isAll ? 'Hide what passed' : 'Show what passed'}
						</Button>
					)}
				</>
			}
		>
			{gates.length === 0 ? (
				<p className="dim">No gate is configured. Gates stand with their stage in signalbox.yaml.</p>
			) : (
				<GateTable
					detail={detail}
					isShown={(gate) => !isLong || isAll || gate.outcome !== 'passed' || gate.quarantined !== undefined}
					actions={(gate) => (mayAct ? <GateActions gate={gate} onAsk={setAsking} /> : null)}
				/>
			)}
			<Problems detail={detail} />
			{asking?.what === 'waive' && asked !== null && (
				<WaiveDialog gate={asked} run={detail.run} onClose={() => setAsking(null)} />
			)}
			{asking?.what === 'end' && asked?.waiver != null && (
				<EndWaiverDialog waiver={asked.waiver} onClose={() => setAsking(null)} />
			)}
		</Card>
	);
}

function GateTable(props: {
	readonly detail: RunDetail;
	readonly isShown: (gate: GateResult) => boolean;
	readonly actions: (gate: GateResult) => ReactNode;
}): ReactElement {
	const { detail, isShown, actions } = props;
	const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set());
	const stages = detail.stages.filter((stage) => stage.gateResults.length > 0);
	const toggle = (name: string): void =>
		setOpen((before) => {
			const next = new Set(before);
			if (!next.delete(name)) next.add(name);
			return next;
		});
	return (
		<div className={styles.frame}>
			<table className={styles.table}>
				<thead>
					<tr>
						<th scope="col">Gate</th>
						<th scope="col">Found</th>
						<th scope="col">Limit</th>
						<th scope="col">Evidence</th>
					</tr>
				</thead>
				{stages.map((stage) => (
					<tbody key={stage.name}>
						{stages.length > 1 && (
							<tr>
								<th scope="rowgroup" colSpan={4} className={styles.group}>
									{stageTitles[stage.name]}
								</th>
							</tr>
						)}
						{stage.gateResults.filter(isShown).map((gate) => (
							<GateRow
								key={gate.gate}
								gate={gate}
								collected={detail.evidence}
								isOpen={open.has(gate.gate)}
								onToggle={() => toggle(gate.gate)}
								actions={actions(gate)}
							/>
						))}
					</tbody>
				))}
			</table>
		</div>
	);
}

function GateActions(props: { readonly gate: GateResult; readonly onAsk: (asking: Asking) => void }) {
	const { gate, onAsk } = props;
	if (gate.waiver !== null) {
		return (
			<Button size="s" onPress={() => onAsk({ what: 'end', gate: gate.gate })}>
				End the waiver
			</Button>
		);
	}
	if (gate.outcome !== 'failed' && gate.outcome !== 'missing') return null;
	return (
		<Button size="s" onPress={() => onAsk({ what: 'waive', gate: gate.gate })}>
			Waive {gate.gate}
		</Button>
	);
}

/** A report that was expected and could not be read never counts as passed, so it must be seen. */
function Problems({ detail }: { readonly detail: RunDetail }): ReactElement | null {
	const { problems } = detail.evidence;
	if (problems.length === 0) return null;
	return (
		<section className={styles.problems} aria-label="Reports that could not be read">
			<h3>Reports that could not be read</h3>
			<ul>
				{problems.map((problem) => (
					<li key={`${problem.source} ${problem.file ?? ''} ${problem.message}`}>
						<Glyph tone="warn" />
						<span>
							<b className="mono">{problem.file ?? problem.source}</b> {problem.message}
						</span>
					</li>
				))}
			</ul>
		</section>
	);
}

/** Gates by outcome. */
function countsOf(gates: readonly GateResult[]) {
	const count = (outcome: GateResult['outcome']): number => gates.filter((gate) => gate.outcome === outcome).length;
	return {
		passed: count('passed'),
		failed: count('failed'),
		missing: count('missing'),
		waived: count('waived'),
		waiting: count('waiting'),
	};
}
