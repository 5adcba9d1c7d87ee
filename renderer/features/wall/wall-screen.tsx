import type { ReactElement } from 'react';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { useInFlight, useIsStale, useNeeds, useRoom } from '../../store/hooks.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { useTitle } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { placeOf, shareOrState } from '../deployment/shipping-title.ts';
import { flightTone } from '../deployment/words.ts';
import { usePages } from './use-pages.ts';
import styles from './wall.module.css';
import { WallFlight } from './wall-flight.tsx';
import { WallHead } from './wall-head.tsx';
import { flightsPerPage, isInTrouble, lastEnded, pagesOf, wallEnvironments } from './wall-model.ts';
import { WallTile } from './wall-tile.tsx';

/** Environments in one row. */
const perRow = 4;

/** Rows of environments that fit on one page, below what else stands there. A flight alone is drawn larger. */
function rowsOf(shipping: number, hasNeeds: boolean, isStale: boolean): number {
	if (shipping === 0) return hasNeeds || isStale ? 3 : 4;
	return isStale || (hasNeeds && shipping === 1) ? 1 : 2;
}
/** So few environments that each has room for larger words. */
const few = 4;

/** The room on a wall: read from five metres, never touched. */
export function WallScreen(): ReactElement {
	useTitle('Wallboard');
	const flights = useInFlight();
	const isStale = useIsStale();
	const environments = wallEnvironments({ environments: useRoom((room) => room.environments) });
	const flightPages = pagesOf(flights, flightsPerPage);
	const rows = rowsOf(flights.length, useNeeds().length > 0, isStale);
	const tilePages = pagesOf(environments, perRow * rows, isInTrouble);
	const count = Math.max(flightPages.length, tilePages.length);
	const { turn, isHeld } = usePages(count);
	const shownFlights = flightPages[turn % flightPages.length] ?? [];
	const tilePage = turn % tilePages.length;
	return (
		<div className={styles.wall}>
			<h1 className="hidden-text">Wallboard</h1>
			<WallHead environments={environments} shipping={flights.length} />
			<Needs />
			{environments.length === 0 ? (
				<Nothing />
			) : (
				<>
					{flights.length === 0 ? (
						<NothingShips />
					) : (
						<section
							key={`flights ${String(turn % flightPages.length)}`}
							className={styles.flights}
							aria-label="What is shipping"
						>
							{shownFlights.map((view) => (
								<WallFlight key={view.deployment.id} view={view} isAlone={shownFlights.length === 1} />
							))}
						</section>
					)}
					<Tiles
						key={`tiles ${String(tilePage)}`}
						environments={tilePages[tilePage] ?? []}
						isFew={flights.length === 0 && environments.length <= few}
					/>
				</>
			)}
			<footer className={styles.foot}>
				{count > 1 && (
					<span>
						Page {(turn % count) + 1} of {count}
						{isHeld ? ', held. Space lets them turn' : '. Space holds them'}
					</span>
				)}
				<span>Escape leaves</span>
			</footer>
		</div>
	);
}

function Tiles(props: { readonly environments: readonly EnvironmentView[]; readonly isFew: boolean }): ReactElement {
	const { environments, isFew } = props;
	return (
		<ul className={styles.tiles} data-few={isFew} aria-label="Production">
			{environments.map((environment) => (
				<WallTile key={environment.key} environment={environment} />
			))}
		</ul>
	);
}

/** The most urgent two; the head has the count of all. */
function Needs(): ReactElement | null {
	const needs = useNeeds();
	if (needs.length === 0) return null;
	return (
		<ul className={styles.needs} aria-label="Needs you">
			{needs.slice(0, 2).map((need) => (
				<li key={need.id} className={styles.need} data-urgency={need.urgency}>
					<Glyph tone={need.urgency === 'now' ? 'bad' : 'warn'} />
					<span className={styles.needTitle}>{need.title}</span>
					<Time at={need.since} form="since" className={styles.needAge} />
				</li>
			))}
		</ul>
	);
}

function NothingShips(): ReactElement {
	const last = lastEnded({ deployments: useRoom((room) => room.deployments) });
	return (
		<section className={styles.calm} aria-label="What is shipping">
			<p className={styles.calmTitle}>Nothing is shipping</p>
			{last !== null && (
				<p className={styles.calmLast}>
					<Glyph tone={flightTone(last.deployment)} /> Last: {placeOf(last)} {last.deployment.release.version},{' '}
					{shareOrState(last)} {last.deployment.finishedAt !== null && <Time at={last.deployment.finishedAt} />}
				</p>
			)}
		</section>
	);
}

function Nothing(): ReactElement {
	return (
		<section className={styles.nothing} aria-label="What is shipping">
			<p className={styles.calmTitle}>Nothing is watched yet</p>
			<p className={styles.calmLast}>
				What is shipping and how production stands will show here. Press Escape, then open a project or the sample.
			</p>
		</section>
	);
}
