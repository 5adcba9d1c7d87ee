/** What other sources tell of a row's deployment, and saying by hand that it is another one. */
import { type ReactElement, useId } from 'react';
import type { FactRef } from '../../../shared/domain/delivery/facts.ts';
import type { OtherTelling } from '../../../shared/domain/delivery/judged.ts';
import type { MetricRow } from '../../../shared/domain/delivery/metrics.ts';
import { useDeliveryCommands, useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { liveAddress } from './row-words.ts';
import styles from './rows.module.css';
import { sayingLabel, sayingsOf, tellerOf, tellingWords } from './telling-words.ts';

/** Sends what is said of two tellings. */
type Say = (one: FactRef, other: FactRef, isSame: boolean | null) => void;

export function RowTellings({ row }: { readonly row: MetricRow }): ReactElement | null {
	const { mayAct } = useHost();
	const { link } = useDeliveryCommands();
	const say: Say = (one, other, isSame) => void link({ link: { kind: 'deployments-match', one, other, isSame } });
	return <TellingList row={row} mayAct={mayAct} onSay={say} />;
}

/** Drawn without a room. Nothing where only one source tells of it. */
export function TellingList(props: {
	readonly row: MetricRow;
	readonly mayAct: boolean;
	readonly onSay: Say;
}): ReactElement | null {
	const { row, mayAct } = props;
	const { tellings = [], deployment = row.id } = row.detail;
	const reasonId = useId();
	if (tellings.length === 0) return null;
	return (
		<>
			<h4>What other sources tell</h4>
			<ul className={styles.evidence} aria-live="polite">
				{tellings.map((telling) => (
					<Telling
						key={telling.ref}
						row={row}
						telling={telling}
						reasonId={mayAct ? null : reasonId}
						onSay={(isSame) => props.onSay(deployment, telling.ref, isSame)}
					/>
				))}
			</ul>
			{!mayAct && (
				<p className="dim" id={reasonId}>
					This window may look but not act, so nothing can be said of them here.
				</p>
			)}
		</>
	);
}

function Telling(props: {
	readonly row: MetricRow;
	readonly telling: OtherTelling;
	/** Where it is said why nothing can be pressed; null: it can. */
	readonly reasonId: string | null;
	readonly onSay: (isSame: boolean | null) => void;
}): ReactElement {
	const { row, telling, reasonId } = props;
	const live = liveAddress(telling.ref);
	const { id } = tellerOf(telling.ref);
	return (
		<li>
			{tellingWords(telling)}{' '}
			{live === null ? (
				<span className="faint mono">{id}</span>
			) : (
				<a className="mono" href={live}>
					{id}
				</a>
			)}
			<p className={styles.links}>
				{/* By their places: the first one stays, and the focus with it, when what was said changes. */}
				{sayingsOf(telling).map((saying, place) => (
					<Button
						key={place === 0 ? 'first' : saying.label}
						size="s"
						variant={saying.isSame === null ? 'quiet' : 'plain'}
						aria-label={sayingLabel(row, telling, saying)}
						isDisabled={reasonId !== null}
						{...(reasonId === null ? {} : { 'aria-describedby': reasonId })}
						onPress={() => props.onSay(saying.isSame)}
					>
						{saying.label}
					</Button>
				))}
			</p>
		</li>
	);
}
