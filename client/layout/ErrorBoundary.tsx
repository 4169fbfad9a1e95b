import { Component } from 'react';
import type { ReactNode } from 'react';
import { Crash } from './Fallbacks.tsx';

interface State {
  error: Error | null;
}

/** React offers no other way to catch a page that throws; the frame around it stays. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Crash error={error} resetErrorBoundary={() => this.setState({ error: null })} />;
  }
}
