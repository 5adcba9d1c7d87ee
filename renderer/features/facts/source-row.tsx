import { type ReactElement, useState } from 'react';
import type { FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import { formatCounted } from '../../../shared/domain/format.ts';
import { useDeliveryCommands, useHost, useRoom } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useNow } from '../../ui/clock.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useShortTime } from '../delivery/use-short-time.ts';
import styles from './facts.module.css';
import { progressWords, standingWords, stateLooks } from './source-words.ts';

/** One source: whether it is read, how far, and how to mend it. */
export function SourceRow({ source }: { readonly source: FactSourceView }): ReactElement {
	const now = useNow(5_000);
	const zone = useRoom((room) => room.delivery.zone);
	const zoned = useShortTime(zone);
	const look = stateLooks[source.state];
	return (
		<li className={styles.source}>
			<div className={styles.sourceWords}>
				<p className={styles.name}>
					<strong>{source.label}</strong> <span className="dim">{source.tells}</span>
					<Chip tone={look.tone} plain>
						{look.word}
					</Chip>
				</p>
				<p className="dim">{standingWords(source, now, (at) => zoned(at).split(',')[0] ?? '')}</p>
				{source.progress !== null && <Progress source={source} progress={source.progress} />}
				{source.problem !== null && <Problem problem={source.problem} compact />}
				<LeftOut source={source} />
			</div>
			<Acts source={source} />
		</li>
	);
}

function Progress({
	source,
	progress,
}: {
	readonly source: FactSourceView;
	readonly progress: NonNullable<FactSourceView['progress']>;
}): ReactElement {
	const { done, total } = progress;
	return (
		<div className={styles.progress}>
			<progress
				aria-label={`Reading ${source.label}`}
				{...(total === null || total === 0 ? {} : { value: Math.min(done, total), max: total })}
			/>
			<span>{progressWords(progress)}</span>
		</div>
	);
}

/** Nothing is passed over in silence. */
function LeftOut({ source }: { readonly source: FactSourceView }): ReactElement | null {
	const { leftOut } = source;
	if (leftOut.length === 0) return null;
	return (
		<details className={styles.leftOut}>
			<summary>{formatCounted(leftOut.length, 'fact')} could not be understood</summary>
			<ul>
				{leftOut.map(({ what, why }) => (
					<li key={`${what} ${why}`}>
						<strong>{what}</strong>: {why}
					</li>
				))}
			</ul>
		</details>
	);
}

function Acts({ source }: { readonly source: FactSourceView }): ReactElement | null {
	const { sync, cancelSync, forget } = useDeliveryCommands();
	const { mayAct } = useHost();
	const [isAsking, setAsking] = useState(false);
	if (!mayAct) return null;
	return (
		<div className={styles.acts}>
			{source.state === 'syncing' ? (
				<Button size="s" aria-label={`Cancel: ${source.label}`} onPress={() => void cancelSync(source.id)}>
					Cancel
				</Button>
			) : (
				!source.canForget && (
					<Button size="s" aria-label={`Sync now: ${source.label}`} onPress={() => void sync(source.id)}>
						Sync now
					</Button>
				)
			)}
			{source.canForget && (
				<Button size="s" variant="quiet" aria-label={`Forget ${source.label}`} onPress={() => setAsking(true)}>
					Forget
				</Button>
			)}
			{isAsking && (
				<Dialog
					title={`Forget ${source.label}`}
					size="s"
					isOpen
					onClose={() => setAsking(false)}
					footer={
						<>
							<Button variant="quiet" onPress={() => setAsking(false)}>
								Keep it
							</Button>
							<Button
								variant="danger"
								onPress={() => {
									void forget(source.id);
									setAsking(false);
								}}
							>
								Forget {formatCounted(source.facts, 'fact')}
							</Button>
						</>
					}
				>
					<p>Its facts leave the metrics at once. The file itself stays where it is, so it can be imported again.</p>
				</Dialog>
			)}
		</div>
	);
}
