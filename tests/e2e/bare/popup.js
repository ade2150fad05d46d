performance.mark('drawn');
