/** The heart: one deployment, live while it ships and for its rollback window, replayed once it has ended. */
import { type ReactElement, useState } from 'react';
import { isInFlight } from '../../../shared/domain/deployment/model.ts';
import { useDeployment, useFocusDeployment } from '../../store/hooks.ts';
import { LiveDeployment } from './live-deployment.tsx';
import { parseDeploymentAddress } from './parse-address.ts';
import { RecordedDeployment } from './recorded-deployment.tsx';

export function LiveScreen({ id: part }: { readonly id: string }): ReactElement {
	const { id, isReplay: isAskedFor } = parseDeploymentAddress(part);
	const view = useDeployment(id);
	const [isReplay, setReplay] = useState(isAskedFor);
	useFocusDeployment(id);
	if (view === null) return <RecordedDeployment key={id} id={id} current={null} startAt="end" onLeave={null} />;
	const hasEnded = !isInFlight(view.deployment);
	if (isReplay && hasEnded) {
		return <RecordedDeployment key={id} id={id} current={view} startAt="beginning" onLeave={() => setReplay(false)} />;
	}
	return <LiveDeployment key={id} view={view} onReplay={hasEnded ? () => setReplay(true) : null} />;
}
