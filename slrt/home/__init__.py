"""The first page of each role: what there is to do now, what is late, what came back."""
