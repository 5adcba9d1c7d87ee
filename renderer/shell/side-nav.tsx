import {
	Activity,
	ChartColumn,
	ChartGantt,
	FlaskConical,
	History,
	LayoutGrid,
	Link2,
	type LucideIcon,
	NotebookText,
	Plug,
	Settings,
} from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useLocation } from 'wouter';
import { addresses } from '../store/address.ts';
import { useConnections, useInFlight, useNeeds, useProjects, useRoom } from '../store/hooks.ts';
import { cx } from '../ui/cx.ts';
import styles from './side-nav.module.css';

/** The screens that are there; later ones appear when they work. */
export function SideNav({ isKnown }: { readonly isKnown: boolean }): ReactElement {
	return (
		<nav className={styles.nav} aria-label="Screens">
			<Item href={addresses.board} also={['#/services/']} icon={LayoutGrid} words="Board">
				{isKnown && <NeedsCount />}
			</Item>
			<Item href={addresses.inFlight} also={['#/deployments/']} icon={Activity} words="In flight">
				{isKnown && <InFlightCount />}
			</Item>
			<Item href={addresses.history} icon={History} words="History" />
			<Item href={addresses.timeline} icon={ChartGantt} words="Timeline" />
			<hr />
			<Item href={addresses.delivery} icon={ChartColumn} words="Delivery" />
			<Item href={addresses.retrospective} icon={NotebookText} words="Retrospective" />
			<Item href={addresses.tests} icon={FlaskConical} words="Tests" />
			<Item href={addresses.facts} icon={Link2} words="Facts">
				{isKnown && <UnlinkedCount />}
			</Item>
			<hr />
			<Item href={addresses.connections} icon={Plug} words="Connections">
				{isKnown && <TroubleCount />}
			</Item>
			<Item href={addresses.settings} icon={Settings} words="Settings" />
		</nav>
	);
}

function Item(props: {
	readonly href: string;
	readonly also?: readonly string[];
	readonly icon: LucideIcon;
	readonly words: string;
	readonly children?: ReactNode;
}): ReactElement {
	const { href, also = [], icon: Icon, words, children } = props;
	const [location] = useLocation();
	const here = `#${location}`;
	const isHere = here === href || (href !== addresses.board && here.startsWith(`${href}/`));
	const isBelow = also.some((start) => here.startsWith(start));
	return (
		<a
			data-tour={words.toLowerCase().replace(' ', '-')}
			className={cx(styles.item, (isHere || isBelow) && styles.here)}
			href={href}
			aria-current={isHere ? 'page' : isBelow ? 'true' : undefined}
		>
			<Icon size={16} aria-hidden="true" />
			{words}
			{children}
		</a>
	);
}

function Count({
	count,
	tone,
	words,
}: {
	readonly count: number;
	readonly tone: 'warn' | 'calm' | 'bad';
	readonly words: string;
}) {
	if (count === 0) return null;
	return (
		<b className={cx(styles.count, styles[tone])}>
			{count}
			<span className="hidden-text"> {words}</span>
		</b>
	);
}

function NeedsCount(): ReactElement {
	const needs = useNeeds();
	const urgent = needs.some((need) => need.urgency === 'now');
	return <Count count={needs.length} tone={urgent ? 'bad' : 'warn'} words="need you" />;
}

function InFlightCount(): ReactElement {
	return <Count count={useInFlight().length} tone="calm" words="in flight" />;
}

/** What people could link; failing sources are in the screen itself and are not asked of everybody. */
function UnlinkedCount(): ReactElement {
	return <Count count={useRoom(({ delivery }) => delivery.unlinked)} tone="calm" words="not linked" />;
}

function TroubleCount(): ReactElement {
	const unreachable = useConnections().filter((connection) => connection.state === 'unreachable').length;
	const broken = useProjects().filter((project) => project.issues.some((issue) => issue.severity === 'error')).length;
	return <Count count={unreachable + broken} tone="bad" words="in trouble" />;
}
