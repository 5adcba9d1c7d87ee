import type { ReactElement } from 'react';
import { Route, Switch } from 'wouter';
import { BoardScreen } from '../features/board/board-screen.tsx';
import { ConnectionsScreen } from '../features/connections/connections-screen.tsx';
import { DeliveryScreen } from '../features/delivery/delivery-screen.tsx';
import { metricOf } from '../features/delivery/metric-words.ts';
import { FactsScreen } from '../features/facts/facts-screen.tsx';
import { HistoryScreen } from '../features/history/history-screen.tsx';
import { InFlightScreen } from '../features/in-flight/in-flight-screen.tsx';
import { LiveScreen } from '../features/live/live-screen.tsx';
import { RetrospectiveScreen } from '../features/retrospective/retrospective-screen.tsx';
import { ServiceScreen } from '../features/service/service-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { TestsScreen } from '../features/tests/tests-screen.tsx';
import { TimelineScreen } from '../features/timeline/timeline-screen.tsx';
import { addresses } from '../store/address.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHead, useTitle } from '../ui/page.tsx';

/** Which address shows which screen; the addresses are made in `store/address.ts`. */
export function Screens(): ReactElement {
	return (
		<Switch>
			<Route path="/">
				<BoardScreen />
			</Route>
			<Route path="/in-flight">
				<InFlightScreen />
			</Route>
			<Route path="/deployments/:id">{({ id }) => <LiveScreen key={id} id={decode(id)} />}</Route>
			<Route path="/services/:service">
				{({ service }) => <ServiceScreen key={service} service={decode(service)} />}
			</Route>
			<Route path="/services/:service/runs/:run">
				{({ service, run }) => <ServiceScreen key={service} service={decode(service)} runId={decode(run)} />}
			</Route>
			<Route path="/services/:service/releases/:version">
				{({ service, version }) => <ServiceScreen key={service} service={decode(service)} version={decode(version)} />}
			</Route>
			<Route path="/history">
				<HistoryScreen />
			</Route>
			<Route path="/delivery/:metric?/:query?">
				{({ metric, query = '' }) => <DeliveryScreen metric={metricOf(metric)} query={query} />}
			</Route>
			<Route path="/tests">
				<TestsScreen />
			</Route>
			<Route path="/timeline/:query?">{({ query = '' }) => <TimelineScreen query={query} />}</Route>
			<Route path="/retrospective/:month?/:scope?">
				{({ month, scope }) => (
					<RetrospectiveScreen
						month={month === undefined ? null : decode(month)}
						scope={scope === undefined ? '*' : decode(scope)}
					/>
				)}
			</Route>
			<Route path="/facts">
				<FactsScreen />
			</Route>
			<Route path="/connections/:project?">
				{({ project }) => <ConnectionsScreen projectId={project === undefined ? null : decode(project)} />}
			</Route>
			<Route path="/settings">
				<SettingsScreen />
			</Route>
			<Route>
				<Nowhere />
			</Route>
		</Switch>
	);
}

/** A damaged address must not break the window. */
function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

function Nowhere(): ReactElement {
	useTitle('Not found');
	return (
		<>
			<PageHead title="Nothing at this address" hidden />
			<EmptyState
				title="Nothing is at this address"
				actions={<LinkButton href={addresses.board}>Go to the board</LinkButton>}
			>
				It may come from another version of Signalbox, or was cut when it was copied.
			</EmptyState>
		</>
	);
}
